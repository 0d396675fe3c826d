import type { Timers } from '../../src/sync/ports.js';

/** Time that passes when a test says so. */
export class VirtualTime implements Timers {
  #now = 1_800_000_000_000;
  readonly #due: { readonly at: number; readonly work: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(millis: number, work: () => void): () => void {
    const due = { at: this.#now + millis, work };
    this.#due.push(due);
    return () => {
      const at = this.#due.indexOf(due);
      if (at >= 0) {
        this.#due.splice(at, 1);
      }
    };
  }

  get waiting(): number {
    return this.#due.length;
  }

  /** Lets time pass; what promises have to do is done in between. */
  async pass(millis: number): Promise<void> {
    const until = this.#now + millis;
    await settled();
    for (;;) {
      const next = [...this.#due].sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > until) {
        break;
      }
      this.#due.splice(this.#due.indexOf(next), 1);
      this.#now = next.at;
      next.work();
      await settled();
    }
    this.#now = until;
  }
}

/** Lets everything happen that waits for nothing but promises. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) {
    await Promise.resolve();
  }
}
