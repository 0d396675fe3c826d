import type { Storage } from '../storage/storage.js';
import type { Timers } from '../sync/ports.js';

/** Nothing must have been committed for so long, ms. */
const IDLE = 2_000;
/** Between two pieces of the work, ms: what is to be committed has its turn there, and so does the page. */
const PAUSE = 20;

/** Has a storage tidy up while nobody writes. When that fails it is left for later; nothing depends on it. */
export class Tidying {
  readonly #storage: Pick<Storage, 'tidy'>;
  readonly #timers: Timers;
  #cancel: (() => void) | undefined;
  #underWay: Promise<void> | undefined;
  #isStopped = false;

  /** Begins when it was idle for a while. */
  constructor(storage: Pick<Storage, 'tidy'>, timers: Timers) {
    this.#storage = storage;
    this.#timers = timers;
    this.putOff();
  }

  /** Something was committed: begins, or goes on, when it was idle for a while again. */
  putOff(): void {
    this.#after(IDLE);
  }

  /** Ends it. Resolves when nothing of it is under way any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel?.();
    await this.#underWay;
  }

  #after(millis: number): void {
    this.#cancel?.();
    if (this.#storage.tidy && !this.#isStopped) {
      this.#cancel = this.#timers.after(millis, () => (this.#underWay ??= this.#tidy()));
    }
  }

  async #tidy(): Promise<void> {
    const cancel = this.#cancel;
    const more = await this.#storage.tidy?.().catch(() => false);
    this.#underWay = undefined;
    if (more && cancel === this.#cancel) {
      this.#after(PAUSE);
    }
  }
}
