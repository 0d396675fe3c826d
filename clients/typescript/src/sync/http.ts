import { isObject } from '../value/own.js';
import { utf8Length } from '../value/text.js';
import { Close } from '../wire/close.js';
import type { Ack, ClientMessage, Push, RenewToken, ServerMessage, Welcome } from '../wire/messages.js';
import { asServerMessage } from '../wire/read.js';
import { HttpCalls, type HttpOptions, type Reply, type Unsuccessful } from './http-calls.js';
import { HttpPulls } from './http-pulls.js';
import type { Connection, ConnectionEvents, Transport } from './ports.js';
import { problem } from './problems.js';

export type { HttpOptions } from './http-calls.js';

/** How long a call may take that is no pull, in ms. */
const PATIENCE = 30_000;
/** When ops are sent again that the server had no room for, unless it says when, in ms. */
const RETRY_AFTER = 1_000;
/** No connection, or it broke. */
const ABNORMAL = 1006;

/**
 * Connects without a WebSocket: `/v1/sync/welcome`, `push` and `pull`, as section 7 of the protocol has them, as a conversation. Digests cannot be
 * had, and nothing can be said of presence and handoff; how they stand is told with each answer to a `ping`.
 */
export class HttpTransport implements Transport {
  constructor(private readonly options: HttpOptions) {}

  connect(events: ConnectionEvents): Connection {
    return new HttpConnection(this.options, events);
  }
}

class HttpConnection implements Connection {
  private readonly calls: HttpCalls;
  private readonly pulls: HttpPulls;
  private readonly aborted = new AbortController();
  private pushing: Promise<void> = Promise.resolve();
  private session = '';
  private over = false;
  private bytes = 0;

  constructor(
    options: HttpOptions,
    private readonly events: ConnectionEvents,
  ) {
    this.calls = new HttpCalls(options);
    this.pulls = new HttpPulls({
      calls: this.calls,
      timers: options.timers,
      message: (message) => this.tell(message),
      lost: (reply) => this.lose(reply),
    });
    queueMicrotask(() => this.over || events.opened());
  }

  get buffered(): number {
    return this.bytes;
  }

  send(message: ClientMessage): void {
    if (!this.over) {
      this.carry(message);
    }
  }

  close(code = 1000, reason = ''): void {
    queueMicrotask(() => this.end(code, reason));
  }

  private carry(message: ClientMessage): void {
    switch (message.type) {
      case 'hello':
        this.calls.token = message.token ?? '';
        void this.greet();
        return;
      case 'token':
        void this.renew(message);
        return;
      case 'ping':
        void this.ping(message.t);
        return;
      case 'push':
        this.queue(message);
        return;
      case 'subscribe':
        this.pulls.begin(message);
        return;
      case 'unsubscribe':
        this.pulls.end(message.sub);
        this.answer({ type: 'ok', ref: message.ref });
        return;
      case 'presence':
        return;
      default:
        this.answer({
          type: 'error',
          ref: message.ref,
          problem: problem('unknown-message', 'This cannot be had without a WebSocket', 400),
        });
    }
  }

  private async greet(): Promise<void> {
    const welcome = await this.ask(this.calls.token);
    if (welcome.kind === 'done') {
      this.session = welcome.said.session;
      this.tell(welcome.said);
    } else {
      this.lose(welcome);
    }
  }

  /** Nothing is sent with a token of another session. */
  private async renew({ token, ref }: RenewToken): Promise<void> {
    const welcome = await this.ask(token);
    if (welcome.kind !== 'done') {
      this.lose(welcome);
    } else if (welcome.said.session !== this.session) {
      this.tell({ type: 'error', problem: problem('forbidden', 'The token is of another session', 403) });
      this.end(Close.NOT_ALLOWED, 'forbidden');
    } else {
      this.calls.token = token;
      this.tell({ type: 'ok', ...(ref !== undefined && { ref }) });
    }
  }

  private async ping(t: number | undefined): Promise<void> {
    const welcome = await this.ask(this.calls.token);
    if (welcome.kind === 'done') {
      const { stores, activities, devices } = welcome.said;
      const heads = Object.fromEntries(stores.map(({ storeId, head }) => [storeId, head]));
      this.tell({ type: 'pong', heads, ...(t !== undefined && { t }) });
      if (stores[0] && activities && devices) {
        this.tell({ type: 'present', storeId: stores[0].storeId, activities, devices });
      }
    } else if (welcome.kind === 'lost' || welcome.problem.status === 401) {
      this.lose(welcome);
    }
  }

  private async ask(token: string): Promise<Unsuccessful | { readonly kind: 'done'; readonly said: Welcome }> {
    const reply = await this.calls.make({
      path: '/v1/sync/welcome',
      token,
      millis: PATIENCE,
      signal: this.aborted.signal,
    });
    if (reply.kind !== 'done') {
      return reply;
    }
    const said = asServerMessage(reply.body);
    return said?.type === 'welcome' ? { kind: 'done', said } : { kind: 'lost', reason: 'the answer is no welcome' };
  }

  /** One push after the other, as a socket would take them. */
  private queue(push: Push): void {
    const body = JSON.stringify(push);
    const size = utf8Length(body);
    this.bytes += size;
    this.pushing = this.pushing.then(async () => {
      const reply = this.over ? undefined : await this.post(body);
      this.bytes -= size;
      if (reply !== undefined) {
        this.take(push, reply);
      }
    });
  }

  private take(push: Push, reply: Reply): void {
    if (reply.kind === 'done') {
      const ack = isObject(reply.body) && asServerMessage({ ...reply.body, type: 'ack', ref: push.ref });
      if (ack) {
        this.tell(ack);
      } else {
        this.lose({ kind: 'lost', reason: 'the answer is no ack' });
      }
    } else if (reply.kind === 'refused' && reply.problem.status === 429) {
      this.tell(retry(push, reply.retryAfterMs ?? RETRY_AFTER));
    } else if (reply.kind === 'refused' && reply.problem.status !== 401) {
      this.tell({ type: 'error', ref: push.ref, problem: reply.problem });
    } else {
      this.lose(reply);
    }
  }

  private post(body: string): Promise<Reply> {
    return this.calls.make({ path: '/v1/sync/push', body, millis: PATIENCE, signal: this.aborted.signal });
  }

  private lose(reply: Unsuccessful): void {
    if (reply.kind === 'lost') {
      this.end(ABNORMAL, reply.reason);
      return;
    }
    this.tell({ type: 'error', problem: reply.problem });
    this.end(reply.problem.status === 401 ? Close.NOT_SIGNED_IN : ABNORMAL, reply.problem.code);
  }

  /** An answer that needs nobody: it comes after the call that asked for it. */
  private answer(message: ServerMessage): void {
    queueMicrotask(() => this.tell(message));
  }

  private tell(message: ServerMessage): void {
    if (!this.over) {
      this.events.message(message);
    }
  }

  private end(code: number, reason: string): void {
    if (!this.over) {
      this.over = true;
      this.aborted.abort();
      this.pulls.endAll();
      this.events.closed(code, reason);
    }
  }
}

function retry(push: Push, retryAfterMs: number): Ack {
  const results = push.ops.map(({ opId }) => ({ opId, status: 'retry' as const, retryAfterMs }));
  return { type: 'ack', ref: push.ref, results };
}
