import type { Timers } from '../sync/ports.js';
import type { Hold } from './locks.js';

/** How long it waits before it tries again, in ms: at first, and at most. */
const FIRST = 1_000;
const LONGEST = 60_000;

/** What a {@link Candidacy} is for. */
export interface Office {
  /** Asks for the lock of the leader. */
  request(): Hold;
  /** The lock is held: loads what leading takes, and answers how to begin. Either fails when it cannot. */
  load(): Promise<() => Promise<void>>;
  /** It could not; the lock is given back, and asked for again after so many ms. */
  failed(error: unknown, wait: number): void;
}

/** Waits until a tab may lead, and tries again later when it cannot: another one may have more luck meanwhile. */
export class Candidacy {
  #hold: Hold | undefined;
  #beginning: Promise<void> = Promise.resolve();
  #unwait: (() => void) | undefined;
  #wait = FIRST;
  #isOver = false;

  constructor(
    readonly office: Office,
    readonly timers: Timers,
  ) {}

  stand(): void {
    this.#hold = this.office.request();
    this.#hold.held
      .then(() => this.office.load())
      .then((begin) => (this.#isOver ? undefined : (this.#beginning = begin())))
      .catch((error: unknown) => this.#isOver || this.#fail(error));
  }

  /** Waits for nothing any more; resolves when nothing is being begun. The lock is kept if it is held. */
  async withdraw(): Promise<void> {
    this.#isOver = true;
    this.#unwait?.();
    await this.#beginning.catch(() => undefined);
  }

  /** Gives the lock back. */
  release(): void {
    this.#hold?.release();
  }

  #fail(error: unknown): void {
    this.release();
    this.office.failed(error, this.#wait);
    this.#unwait = this.timers.after(this.#wait, () => this.stand());
    this.#wait = Math.min(2 * this.#wait, LONGEST);
  }
}
