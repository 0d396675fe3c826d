import type { Timers } from '../sync/ports.js';
import type { Hold } from './locks.js';

const RETRY_MILLIS = 1_000;

/** What a {@link Candidacy} is for. */
export interface Office {
  /** Asks for the lock of the leader. */
  request(): Hold;
  /** The lock is held: begins to lead. Fails when it cannot. */
  begin(): Promise<void>;
  failed(error: unknown): void;
}

/** Waits until a tab may lead, and tries again later when it cannot: another one may have more luck meanwhile. */
export class Candidacy {
  #hold: Hold | undefined;
  #beginning: Promise<void> = Promise.resolve();
  #unwait: (() => void) | undefined;

  constructor(
    readonly office: Office,
    readonly timers: Timers,
  ) {}

  stand(): void {
    const hold = this.office.request();
    this.#hold = hold;
    hold.held.then(
      () => (this.#beginning = this.office.begin().catch((error: unknown) => this.#fail(error))),
      (error: unknown) => this.#fail(error),
    );
  }

  /** Waits for nothing any more; resolves when nothing is being begun. The lock is kept if it is held. */
  async withdraw(): Promise<void> {
    this.#unwait?.();
    await this.#beginning;
    this.#unwait?.();
  }

  /** Gives the lock back. */
  release(): void {
    this.#hold?.release();
  }

  #fail(error: unknown): void {
    this.release();
    this.office.failed(error);
    this.#unwait = this.timers.after(RETRY_MILLIS, () => this.stand());
  }
}
