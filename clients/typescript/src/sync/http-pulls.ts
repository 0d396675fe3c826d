import { isObject } from '../value/own.js';
import type { ServerMessage, Subscribe } from '../wire/messages.js';
import { asServerMessage } from '../wire/read.js';
import type { HttpCalls, Reply, Unsuccessful } from './http-calls.js';
import type { Timers } from './ports.js';
import { problem } from './problems.js';

/** A server answers four pulls of a session at a time; one of a connection that was cut may still hang there. */
const MOST = 3;
/** How long the server waits for news, in s; shorter when pulls wait for their turn. */
const WAIT = 25;
const SHORT_WAIT = 2;
/** How long a pull may take beyond its wait, in ms: 10 s to read, and the way. */
const PATIENCE = 20_000;
/** Pulls of a subscription that bring nothing begin no sooner one after the other, in ms. */
const PAUSE = 1_000;
/** The longest request line that a server takes, in bytes, with room for its beginning. */
const LONGEST = 32_000;
const TOO_LARGE: Reply = {
  kind: 'refused',
  problem: problem('too-large', 'The filter is too large without a WebSocket', 414),
};

interface Pulled {
  readonly subscribe: Subscribe;
  ended: boolean;
  cursor: string | undefined;
  next: string | undefined;
  /** When the last pull began, Unix ms; given up for another one's turn once `turn` is aborted. */
  asked: number;
  turn: AbortController;
}

/** What pulls need. */
export interface PullParts {
  readonly calls: HttpCalls;
  readonly timers: Timers;
  message(message: ServerMessage): void;
  /** The server does not answer as it should: the connection is gone. */
  lost(reply: Unsuccessful): void;
}

/** Subscriptions of one connection, as pulls one after the other: a few at a time, each in its turn. */
export class HttpPulls {
  private readonly subscriptions = new Map<string, Pulled>();
  private readonly waiting: Pulled[] = [];
  private readonly pauses = new Set<() => void>();
  private readonly running = new Set<Pulled>();

  constructor(private readonly parts: PullParts) {}

  /** Begins a subscription, in place of one of the same name. */
  begin(subscribe: Subscribe): void {
    this.end(subscribe.sub);
    const { cursor, next } = subscribe;
    const pulled: Pulled = { subscribe, ended: false, cursor, next, asked: 0, turn: new AbortController() };
    this.subscriptions.set(subscribe.sub, pulled);
    this.queue(pulled);
  }

  /** Ends a subscription: nothing more of it is told. */
  end(sub: string): void {
    const pulled = this.subscriptions.get(sub);
    if (pulled !== undefined) {
      pulled.ended = true;
      pulled.turn.abort();
      this.subscriptions.delete(sub);
    }
  }

  endAll(): void {
    [...this.subscriptions.keys()].forEach((sub) => this.end(sub));
    this.pauses.forEach((stop) => stop());
  }

  private queue(pulled: Pulled): void {
    this.waiting.push(pulled);
    if (this.running.size >= MOST) {
      const idle = [...this.running].find(({ asked }) => asked + PAUSE < this.parts.timers.now());
      idle?.turn.abort();
    }
    this.go();
  }

  private go(): void {
    while (this.running.size < MOST && this.waiting.length > 0) {
      const first = this.waiting.shift()!;
      if (!first.ended) {
        void this.pull(first);
      }
    }
  }

  private async pull(pulled: Pulled): Promise<void> {
    const { calls, timers } = this.parts;
    const wait = this.subscriptions.size > MOST ? SHORT_WAIT : WAIT;
    this.running.add(pulled);
    pulled.asked = timers.now();
    pulled.turn = new AbortController();
    const path = `/v1/sync/pull?${parametersOf(pulled, wait)}`;
    const reply = await (path.length > LONGEST
      ? TOO_LARGE
      : calls.make({ path, millis: wait * 1_000 + PATIENCE, signal: pulled.turn.signal }));
    this.running.delete(pulled);
    if (!pulled.ended && reply.kind === 'lost' && pulled.turn.signal.aborted) {
      this.waiting.push(pulled);
    } else if (!pulled.ended) {
      this.take(pulled, reply);
    }
    this.go();
  }

  private take(pulled: Pulled, reply: Reply): void {
    const { ref, sub } = pulled.subscribe;
    if (reply.kind === 'refused' && reply.problem.status !== 401) {
      this.subscriptions.delete(sub);
      this.parts.message({ type: 'error', ref, problem: reply.problem });
      return;
    }
    const answer = reply.kind === 'done' ? answerOf(reply.body) : undefined;
    if (answer === undefined) {
      this.parts.lost(reply.kind === 'done' ? { kind: 'lost', reason: 'the answer is no pull' } : reply);
      return;
    }
    pulled.cursor = answer.cursor;
    pulled.next = answer.next;
    let news = answer.next !== undefined;
    for (const json of answer.messages) {
      const message = isObject(json) ? asServerMessage({ ...json, sub, ref }) : undefined;
      news ||= message !== undefined && message.type !== 'live';
      if (message !== undefined && !pulled.ended) {
        this.parts.message(message);
      }
    }
    if (!pulled.ended) {
      this.again(pulled, news);
    }
  }

  private again(pulled: Pulled, news: boolean): void {
    const { timers } = this.parts;
    const pause = news ? 0 : pulled.asked + PAUSE - timers.now();
    if (pause <= 0) {
      this.waiting.push(pulled);
      return;
    }
    const stop = timers.after(pause, () => {
      this.pauses.delete(stop);
      this.queue(pulled);
    });
    this.pauses.add(stop);
  }
}

interface PullAnswer {
  readonly messages: readonly unknown[];
  readonly cursor: string | undefined;
  readonly next: string | undefined;
}

function answerOf(body: unknown): PullAnswer | undefined {
  if (!isObject(body) || !Array.isArray(body.messages)) {
    return undefined;
  }
  const cursor = typeof body.cursor === 'string' ? body.cursor : undefined;
  const next = typeof body.next === 'string' ? body.next : undefined;
  return cursor === undefined && next === undefined ? undefined : { messages: body.messages, cursor, next };
}

function parametersOf({ subscribe, cursor, next }: Pulled, wait: number): string {
  const parameters = {
    collections: subscribe.collections.join(','),
    wait: String(wait),
    storeId: subscribe.storeId,
    where: subscribe.where && JSON.stringify(subscribe.where),
    ...(next === undefined ? { cursor } : { next }),
  };
  return Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value!)}`)
    .join('&');
}
