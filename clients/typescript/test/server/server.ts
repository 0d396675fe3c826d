import type { Random, Timers } from '../../src/sync/ports.js';
import { DEFAULT_LIMITS, type Limits, type ServerMessage } from '../../src/wire/messages.js';
import { ServerConversation, type Socket } from './conversation.js';
import { Log } from './log.js';
import { Owner, type Change } from './owner.js';

/** How a server behaves. Chances lie in [0, 1]. */
export interface Behaviour {
  readonly limits: Limits;
  /** Records and events of a message. */
  readonly page: number;
  /** The server hangs up on a larger one, in characters, whatever its limits say. */
  readonly largestFrame: number;
  /** How long owners take, and how long events take to the log, at most; ms. */
  readonly ownerDelay: number;
  readonly eventDelay: number;
  /** A push is answered `retry` as a whole; or at its end, decided or not. */
  readonly retry: number;
  readonly cutAnswer: number;
  /** A leaf of a digest has more records than an answer may tell. */
  readonly leafTooLarge: number;
  /** A subscription is cut (`lagging`); an event is delivered twice; an ack tells `seq`; an error in place of an answer. */
  readonly lag: number;
  readonly redeliver: number;
  readonly tellSeq: number;
  readonly fail: number;
}

export const WELL_BEHAVED: Behaviour = {
  limits: DEFAULT_LIMITS,
  page: 100,
  largestFrame: Infinity,
  ownerDelay: 5,
  eventDelay: 5,
  retry: 0,
  cutAnswer: 0,
  leafTooLarge: 0,
  lag: 0,
  redeliver: 0,
  tellSeq: 0.5,
  fail: 0,
};

/** The server side of `xeo.sync.v1` for one store: in memory, in virtual time, seeded. */
export class SimulatedServer {
  readonly owner = new Owner();
  readonly log = new Log();
  readonly storeId = 'store-1';
  /** Tokens that are taken. */
  readonly tokens = new Set(['token-1']);
  readonly conversations = new Set<ServerConversation>();
  /** How often what was said, in short: `reset restored`, `duplicate`, `enter`. */
  readonly said = new Map<string, number>();
  #onItsWay = new Set<Change>();
  #sessions = 0;
  #extraEvents = 1_000_000;
  #era = 0;

  constructor(
    readonly time: Timers,
    readonly random: Random,
    public behaviour: Behaviour = WELL_BEHAVED,
  ) {
    this.#refresh();
  }

  /** A socket was opened. */
  accept(socket: Socket): ServerConversation {
    const conversation = new ServerConversation(this, socket, `session-${++this.#sessions}`);
    this.conversations.add(conversation);
    return conversation;
  }

  count(message: ServerMessage): void {
    for (const what of inShort(message)) this.said.set(what, (this.said.get(what) ?? 0) + 1);
  }

  /** What happens between a request and what comes of it; dropped when the server is put back meanwhile. */
  later(most: number, work: () => void): void {
    const era = this.#era;
    this.time.after(Math.floor(this.random() * most), () => era === this.#era && work());
  }

  /** Events go their way to the log, in whatever order. */
  publish(changes: readonly Change[]): void {
    for (const change of changes) {
      this.#onItsWay.add(change);
      const arrive = () => {
        this.#onItsWay.delete(change);
        if (this.log.append(change) !== undefined) this.wake();
      };
      this.later(this.behaviour.eventDelay, arrive);
      if (this.random() < this.behaviour.redeliver) this.later(this.behaviour.eventDelay * 4, arrive);
    }
  }

  wake(): void {
    this.conversations.forEach((conversation) => conversation.wake());
  }

  /** Whether everything that owners know is in the log, and everybody was told. */
  get quiet(): boolean {
    return this.#onItsWay.size === 0 && [...this.conversations].every((conversation) => conversation.quiet);
  }

  /** Keeps what owners and log have; returns how to put both, or one of them, back to it. */
  backup(): { restoreOwner(): void; restoreLog(): void } {
    const owner = this.owner.copy();
    const log = this.log.copy();
    return {
      restoreOwner: () => {
        this.#lose();
        this.owner.restore(owner);
        this.#begin(true);
      },
      restoreLog: () => {
        this.#lose();
        log();
        this.log.reconcile(this.owner.records, () => ++this.#extraEvents);
        this.reopen();
      },
    };
  }

  /** A device knew another history in the same epoch. */
  doubt(): void {
    this.later(1, () => {
      this.log.reconcile(this.owner.records, () => ++this.#extraEvents);
      this.#begin(false);
    });
  }

  purge(before: number): void {
    this.owner.purge(before);
    this.log.purge(before);
  }

  compact(to: number): void {
    this.log.compact(to);
    this.reopen();
  }

  reopen(): void {
    this.conversations.forEach((conversation) => conversation.reopen());
  }

  drain(): void {
    this.conversations.forEach((conversation) => conversation.drain());
  }

  #begin(whole: boolean): void {
    this.log.begin(whole ? this.owner.records : undefined);
    this.reopen();
  }

  /** Whatever was under way is lost. */
  #lose(): void {
    this.#era++;
    this.#onItsWay.clear();
    this.conversations.forEach((conversation) => conversation.hangUp(1006));
  }

  #refresh(): void {
    this.time.after(30_000, () => {
      this.conversations.forEach((conversation) => conversation.refreshCursors());
      this.#refresh();
    });
  }
}

function inShort(message: ServerMessage): string[] {
  switch (message.type) {
    case 'reset':
      return [`reset ${message.reason}`];
    case 'snapshot':
      return [message.sub === undefined ? 'fetched' : message.full ? 'snapshot' : 'what changed'];
    case 'ack':
      return message.results.map(({ status, problem }) => (problem ? `${status} ${problem.code}` : status));
    case 'delta':
      return message.events.map(({ kind }) => kind);
    case 'error':
      return [message.problem.code];
    default:
      return [message.type];
  }
}
