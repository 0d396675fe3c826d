import { type Conversation, RequestRefused } from '../sync/ports.js';
import type { ActivityDraft } from '../wire/messages.js';
import { Pacing } from './pacing.js';
import { type CompanySetting, PACE_MS } from './setting.js';

/** What somebody is at, and how far. */
export type ActivityNews = Omit<ActivityDraft, 'version'>;

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A state that is to be told; those who told earlier ones wait with it. */
interface Pending {
  readonly news: ActivityNews;
  /** The version under which it was made, so that the server knows when it comes late; 0 to begin. */
  readonly version: number;
  readonly waiting: readonly Waiting[];
}

/** Telling of one activity: the latest state only, at most twice a second, one request after the other. */
export class Publication {
  /** The version under which this device has the activity, or had it last; 0 before it begins. */
  version = 0;
  readonly #conversation: Conversation;
  readonly #pacing: Pacing;
  #pending: Pending | undefined;
  /** How it was to begin, when the answer to that was lost: said again just so, it counts once. */
  #beginning: ActivityNews | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ conversation, timers }: CompanySetting) {
    this.#conversation = conversation;
    this.#pacing = new Pacing(timers, PACE_MS, () => void this.#inTurn(() => this.#say()));
  }

  /** Resolves when the server has this state, or a later one; fails with {@link RequestRefused}. */
  publish(news: ActivityNews): Promise<void> {
    const told = new Promise<void>((resolve, reject) => {
      const waiting = [...(this.#pending?.waiting ?? []), { resolve, reject }];
      this.#pending = { news, version: this.version, waiting };
    });
    // who tells how far it is need not care what became of it
    told.catch(() => undefined);
    this.resume();
    return told;
  }

  /** Goes on, if there is something to tell and a connection. */
  resume(): void {
    if (this.#pending !== undefined && this.#conversation.welcome !== undefined) {
      this.#pacing.soon();
    }
  }

  /** Tells what is to be told without waiting for its time, then does something else about the activity, as its next step. */
  after<T>(work: () => Promise<T>): Promise<T> {
    this.#pacing.cancel();
    return this.#inTurn(async () => {
      await this.#say();
      return work();
    });
  }

  /** What was not told is not told any more. */
  close(error: RequestRefused): void {
    this.#pacing.cancel();
    this.#pending?.waiting.forEach(({ reject }) => reject(error));
    this.#pending = undefined;
  }

  async #say(): Promise<void> {
    const pending = this.#pending;
    if (pending === undefined) {
      return;
    }
    this.#pending = undefined;
    const { news, version, waiting } = pending;
    try {
      if (this.version === 0 && this.#beginning !== undefined) {
        await this.#ask(this.#beginning, 0);
      }
      await this.#ask(news, version || this.version);
      waiting.forEach(({ resolve }) => resolve());
    } catch (error) {
      if (error instanceof RequestRefused && isPassing(error)) {
        this.#keep(pending);
      } else {
        this.#beginning = undefined;
        waiting.forEach(({ reject }) => reject(error));
      }
    }
  }

  async #ask(news: ActivityNews, version: number): Promise<void> {
    this.#beginning = version === 0 ? news : undefined;
    const activity = version === 0 ? news : { ...news, version };
    const answer = await this.#conversation.request({ type: 'handoff.publish', activity });
    this.#beginning = undefined;
    this.version = answer.version ?? version;
  }

  /** Tells it later, unless there is something newer by then. */
  #keep({ news, version, waiting }: Pending): void {
    const newer = this.#pending as Pending | undefined;
    this.#pending = {
      news: newer?.news ?? news,
      version: newer?.version ?? version,
      waiting: [...waiting, ...(newer?.waiting ?? [])],
    };
    this.resume();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

function isPassing({ problem: { code } }: RequestRefused): boolean {
  return ['not-connected', 'connection-lost', 'rate-limited', 'unavailable'].includes(code);
}
