import type { TabOptions } from './tab-options.js';

const RETRY_MILLIS = 1_000;

/** Sees to it that a view has all commits that are known of, also when one was missed or could not be read. */
export class KeepUp {
  #known = 0;
  #isReading = false;
  #unwait: (() => void) | undefined;

  constructor(readonly options: Pick<TabOptions, 'storage' | 'view' | 'clock' | 'timers'>) {}

  /** There were so many commits: what the view lacks is read, again and again if that fails. */
  with(commits: number): void {
    const { view, timers } = this.options;
    this.#known = Math.max(this.#known, commits);
    if (!this.#isReading && view.commits < this.#known) {
      this.#isReading = true;
      this.#unwait?.();
      this.#read(this.#known)
        .finally(() => (this.#isReading = false))
        .then(
          () => this.with(0),
          () => (this.#unwait = timers.after(RETRY_MILLIS, () => this.with(0))),
        );
    }
  }

  /** Reads what others have committed, unheard. Returns how many commits there were. Fails with a StorageError. */
  async catchUp(): Promise<number> {
    const { storage, clock } = this.options;
    const [commits, offset] = await storage.get('meta', ['commits', 'offset']);
    if (offset !== undefined) {
      clock.applied([{ table: 'meta', key: 'offset', value: offset }]);
    }
    const count = typeof commits === 'number' ? commits : 0;
    await this.#read(count);
    return count;
  }

  stop(): void {
    this.#known = 0;
    this.#unwait?.();
  }

  async #read(commits: number): Promise<void> {
    const { storage, view, clock } = this.options;
    // A reading that was under way may have begun too early.
    for (let tries = 0; view.commits < commits && tries < 3; tries++) {
      await view.reread();
    }
    // What is written next is later than what was read.
    const [last] = await storage.get('meta', ['clock']);
    if (last !== undefined) {
      clock.applied([{ table: 'meta', key: 'clock', value: last }]);
    }
  }
}
