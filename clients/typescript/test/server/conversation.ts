import { Digest, hashHex, leafOf, recordHash } from '../../src/record/digest.js';
import type { Op } from '../../src/record/op.js';
import { isPurged } from '../../src/record/tombstone.js';
import { Close } from '../../src/wire/close.js';
import type {
  ClientMessage,
  DigestRequest,
  Fetch,
  Hello,
  OpResult,
  Push,
  ServerMessage,
  Subscribe,
} from '../../src/wire/messages.js';
import { Feed } from './feed.js';
import { type Known, wireRecord } from './log.js';
import { problem } from './owner.js';
import type { SimulatedServer } from './server.js';

/** The server's end of a socket. */
export interface Socket {
  send(message: ServerMessage): void;
  close(code: number): void;
}

/** The value of a field that no server can read. */
export const INDIGESTIBLE = 'indigestible';

function isIndigestible({ fields }: Op): boolean {
  return Object.values(fields ?? {}).includes(INDIGESTIBLE);
}

/** What the server does on one socket. */
export class ServerConversation {
  readonly feeds = new Map<string, Feed>();
  #device: string | undefined;
  #over = false;
  #draining = false;
  #inFlight = 0;
  #working = new Set<Feed>();
  #second = 0;
  #ops = 0;

  constructor(
    private readonly server: SimulatedServer,
    private readonly socket: Socket,
    readonly session: string,
  ) {}

  /** Everything was said that there is to say. */
  get quiet(): boolean {
    return this.#inFlight === 0 && this.#working.size === 0;
  }

  get deviceId(): string | undefined {
    return this.#device;
  }

  /** @param size of the frame in which it came */
  hear(message: ClientMessage, size = 0): void {
    if (this.#over || this.#draining) return;
    if (size > this.server.behaviour.largestFrame) return this.#refuse('too-large', Close.FRAME_TOO_LARGE, 413);
    if (message.type === 'push' && message.ops.some(isIndigestible)) {
      return this.#refuse('malformed-message', Close.BAD_MESSAGE, 400);
    }
    if (!this.#device) {
      if (message.type === 'hello') this.#hello(message);
      else this.#refuse('unauthenticated', Close.NOT_SIGNED_IN);
      return;
    }
    switch (message.type) {
      case 'subscribe':
        return this.#subscribe(message);
      case 'unsubscribe': {
        const feed = this.feeds.get(message.sub);
        if (!feed) return this.#fail(message.ref, 'not-found', 404);
        feed.close();
        this.feeds.delete(message.sub);
        this.#working.delete(feed);
        return this.#send({ type: 'ok', ref: message.ref });
      }
      case 'push':
        return this.#push(message);
      case 'digest':
        return message.leaf !== undefined && this.#chance('leafTooLarge')
          ? this.#fail(message.ref, 'too-large', 413)
          : this.#send(this.#digest(message));
      case 'fetch':
        return this.#fetch(message);
      case 'token':
        return this.server.tokens.has(message.token)
          ? this.#send({ type: 'ok', ...(message.ref && { ref: message.ref }) })
          : this.#fail(message.ref, 'invalid-token', 401);
      case 'ping':
        return this.#send({ type: 'pong', ...(message.t !== undefined && { t: message.t }), heads: this.#heads() });
      default:
        this.#fail('ref' in message ? message.ref : undefined, 'unknown-message', 400);
    }
  }

  #hello(message: Hello): void {
    if (message.protocol !== 1) return this.#refuse('protocol-too-old', Close.PROTOCOL_TOO_OLD);
    if (!this.server.tokens.has(message.token ?? '')) return this.#refuse('token-expired', Close.NOT_SIGNED_IN);
    const { id } = message.device;
    this.server.conversations.forEach(
      (other) => other !== this && other.deviceId === id && other.hangUp(Close.REPLACED),
    );
    this.#device = id;
    const { log, storeId, time, behaviour } = this.server;
    this.#send({
      type: 'welcome',
      session: this.session,
      serverTime: time.now(),
      limits: behaviour.limits,
      stores: [{ storeId, epoch: log.epoch, head: log.head }],
    });
  }

  #subscribe(message: Subscribe): void {
    if (this.feeds.has(message.sub)) return this.#fail(message.ref, 'unexpected-message', 409);
    if (message.where && message.collections.length !== 1) return this.#fail(message.ref, 'malformed-message', 400);
    if (message.collections.includes('unknown')) return this.#fail(message.ref, 'unknown-collection', 422);
    if (this.feeds.size >= (this.server.behaviour.limits.subscriptions ?? 32))
      return this.#fail(message.ref, 'rate-limited', 429);
    if (this.#chance('fail')) return this.#fail(message.ref, 'unavailable', 503);
    const { log, storeId } = this.server;
    const feed = new Feed(message, {
      log,
      storeId,
      deviceId: this.#device!,
      page: () => 1 + Math.floor(this.server.random() * this.server.behaviour.page),
      send: (said) => this.#send(said),
      doubted: () => this.server.doubt(),
    });
    this.feeds.set(message.sub, feed);
    this.#work(feed);
  }

  /** Lets a feed speak, message by message, as long as it has something to say. */
  #work(feed: Feed): void {
    if (this.#working.has(feed) || this.#over) return;
    this.#working.add(feed);
    const turn = () => {
      if (this.#over || !this.#working.has(feed)) return;
      if (this.#chance('lag')) feed.lag();
      if (feed.turn()) this.server.time.after(1 + Math.floor(this.server.random() * 4), turn);
      else this.#working.delete(feed);
    };
    this.server.time.after(1, turn);
  }

  #push(message: Push): void {
    const { limits } = this.server.behaviour;
    const { ops, ref } = message;
    if (ops.length > limits.opsPerPush) return this.#fail(ref, 'too-large', 413);
    if (this.#inFlight >= limits.inFlightPushes) return this.#retryAll(message, 'rate-limited');
    if (this.#chance('fail')) return this.#fail(ref, 'unavailable', 503);
    if (this.#chance('retry')) return this.#retryAll(message, 'unavailable');
    const atomic = message.atomic === true;
    const allowed = this.#allowed(ops.length, atomic);
    this.#inFlight++;
    const session = this.#device!;
    this.server.later(this.server.behaviour.ownerDelay, () => {
      const taken = this.server.owner.take(ops.slice(0, allowed), atomic, session, this.server.time.now());
      this.server.publish(taken.changes);
      this.server.later(this.server.behaviour.ownerDelay, () => {
        this.#inFlight--;
        const rest = ops
          .slice(allowed)
          .map((op): OpResult => ({ opId: op.opId, status: 'retry', problem: problem('rate-limited', 429) }));
        this.#send({
          type: 'ack',
          ref,
          results: [...this.#cut(taken.results.map((each) => this.#withSeq(each))), ...rest],
        });
        this.#endIfDrained();
      });
    });
  }

  #allowed(count: number, atomic: boolean): number {
    const second = Math.floor(this.server.time.now() / 1_000);
    if (second !== this.#second) [this.#second, this.#ops] = [second, 0];
    const left = this.server.behaviour.limits.opsPerSecond * 2 - this.#ops;
    const allowed = atomic && left < count ? 0 : Math.max(0, Math.min(count, left));
    this.#ops += allowed;
    return allowed;
  }

  #withSeq(result: OpResult): OpResult {
    const seq = this.server.log.entries.find(({ change }) => change.opId === result.opId)?.seq;
    return seq !== undefined && this.#chance('tellSeq') ? { ...result, seq } : result;
  }

  /** Answers at the end for which there is no room. */
  #cut(results: OpResult[]): OpResult[] {
    const room = this.#chance('cutAnswer') ? 1 + Math.floor(this.server.random() * results.length) : results.length;
    return results.map((result, at) => (at < room ? result : { opId: result.opId, status: 'retry', retryAfterMs: 50 }));
  }

  #retryAll({ ref, ops }: Push, code: string): void {
    const results = ops.map(({ opId }): OpResult => ({
      opId,
      status: 'retry',
      retryAfterMs: 500,
      problem: problem(code, 503),
    }));
    this.#send({ type: 'ack', ref, results });
  }

  #records(collection: string): Known[] {
    const { log } = this.server;
    return [...log.records.values()].filter(
      (known) => known.collection === collection && !isPurged(known.state, log.purgedBefore),
    );
  }

  #digest({ ref, collection, leaf }: DigestRequest): ServerMessage {
    const { log, storeId } = this.server;
    const about = { type: 'digest', ref, storeId, collection, asOf: log.head, purgedBefore: log.purgedBefore } as const;
    if (leaf !== undefined) {
      const records = this.#records(collection).filter(({ id }) => leafOf(id) === leaf);
      const hashes = Object.fromEntries(records.map(({ id, state }) => [id, hashHex(recordHash(id, state))]));
      return { ...about, leaf, hashes };
    }
    const digest = new Digest();
    this.#records(collection).forEach(({ id, state }) => digest.add(id, recordHash(id, state)));
    return { ...about, root: digest.root, leaves: digest.leaves };
  }

  #fetch({ ref, collection, ids }: Fetch): void {
    const { log, storeId, behaviour } = this.server;
    if (ids.length > 1_000) return this.#fail(ref, 'too-large', 413);
    const found = [...ids].sort().flatMap((id) => log.records.get(`${collection}/${id}`) ?? []);
    const about = { type: 'snapshot', ref, storeId, asOf: log.head, full: false } as const;
    do {
      const records = found.splice(0, behaviour.page).map(wireRecord);
      this.#send({ ...about, records, ...(found.length > 0 && { next: `${found.length} more` }) });
    } while (found.length > 0);
  }

  #heads(): Record<string, number> {
    return this.feeds.size > 0 ? { [this.server.storeId]: this.server.log.head } : {};
  }

  #chance(of: 'retry' | 'cutAnswer' | 'lag' | 'tellSeq' | 'fail' | 'leafTooLarge'): boolean {
    return this.server.random() < this.server.behaviour[of];
  }

  wake(): void {
    this.feeds.forEach((feed) => this.#work(feed));
  }

  reopen(): void {
    this.feeds.forEach((feed) => {
      feed.reopen();
      this.#work(feed);
    });
  }

  refreshCursors(): void {
    this.feeds.forEach((feed) => feed.refreshCursor());
  }

  /** The token is about to run out. */
  expire(inSeconds: number): void {
    if (this.#device) this.#send({ type: 'token-expiring', inSeconds });
  }

  drain(): void {
    if (this.#draining || this.#over) return;
    this.#draining = true;
    if (this.#device) this.#send({ type: 'draining', retryAfterMs: 1_000 + Math.floor(this.server.random() * 2_000) });
    this.server.time.after(5_000, () => this.hangUp(Close.DRAINING));
    this.#endIfDrained();
  }

  #endIfDrained(): void {
    if (this.#draining && this.#inFlight === 0) this.hangUp(Close.DRAINING);
  }

  /** The socket is gone, or is to be. */
  hangUp(code: number): void {
    if (this.#over) return;
    this.#over = true;
    this.feeds.forEach((feed) => feed.close());
    this.#working.clear();
    this.#inFlight = 0;
    this.server.conversations.delete(this);
    this.socket.close(code);
  }

  #refuse(code: string, close: number, status = 401): void {
    this.#send({ type: 'error', problem: problem(code, status) });
    this.hangUp(close);
  }

  #fail(ref: string | undefined, code: string, status: number): void {
    this.#send({ type: 'error', ...(ref && { ref }), problem: problem(code, status) });
  }

  #send(message: ServerMessage): void {
    if (this.#over) return;
    this.server.count(message);
    this.socket.send(message);
  }
}
