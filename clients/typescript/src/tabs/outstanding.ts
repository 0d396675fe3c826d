import type { Change } from '../replica/recorder.js';
import { StorageError } from '../storage/storage.js';
import type { Timers } from '../sync/ports.js';
import type { Recorded } from './messages.js';

/** A change that nobody has said to be saved. */
export interface OutstandingChange {
  readonly ref: number;
  readonly change: Change;
  /** To whom it was given last: the term of a leader. */
  term?: string;
}

interface Entry extends OutstandingChange {
  readonly done: Promise<void>;
  readonly saved: () => void;
  readonly failed: (error: unknown) => void;
}

/** The changes of a tab that are not known to be saved. */
export class Outstanding {
  readonly #entries = new Map<number, Entry>();
  #last = 0;

  /** In the order in which they were made. */
  get all(): readonly OutstandingChange[] {
    return [...this.#entries.values()];
  }

  /** Adds a change; `done` settles with it. */
  add(change: Change): OutstandingChange & { readonly done: Promise<void> } {
    const ref = ++this.#last;
    let settle!: Pick<Entry, 'saved' | 'failed'>;
    const done = new Promise<void>((saved, failed) => (settle = { saved, failed }));
    const entry: Entry = { ref, change, done, ...settle };
    this.#entries.set(ref, entry);
    return entry;
  }

  /** Resolves when all that there are now are settled, one way or the other, or after so many ms. */
  async settled(timers: Timers, most: number): Promise<void> {
    let stop: (() => void) | undefined;
    const tooLate = new Promise<void>((resolve) => (stop = timers.after(most, resolve)));
    await Promise.race([Promise.allSettled([...this.#entries.values()].map(({ done }) => done)), tooLate]);
    stop?.();
  }

  saved(ref: number): void {
    this.#take(ref)?.saved();
  }

  /** What a leader has answered. */
  answered({ ref, term, failure }: Recorded): void {
    if (failure) {
      this.failed(ref, term, new StorageError(failure.fault, failure.message));
    } else {
      this.saved(ref);
    }
  }

  /** Whoever was given the change last could not save it. What others say of it, to whom it was given before, does not count. */
  failed(ref: number, term: string, error: unknown): void {
    if (this.#entries.get(ref)?.term === term) {
      this.#take(ref)?.failed(error);
    }
  }

  /** Nobody will save those that were given to nobody; of the others it is not known. */
  failUngiven(error: unknown): void {
    this.#failAll(error, ({ term }) => term === undefined);
  }

  /** Nobody will tell any longer. */
  failAll(error: unknown): void {
    this.#failAll(error, () => true);
  }

  #failAll(error: unknown, which: (entry: OutstandingChange) => boolean): void {
    for (const entry of [...this.#entries.values()].filter(which)) {
      this.#take(entry.ref)?.failed(error);
    }
  }

  #take(ref: number): Entry | undefined {
    const entry = this.#entries.get(ref);
    this.#entries.delete(ref);
    return entry;
  }
}
