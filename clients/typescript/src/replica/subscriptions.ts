import type { Wanted } from '../sync/target.js';
import { Listeners } from './listeners.js';

/** What somebody wants to be kept up to date. */
export class Subscriptions {
  readonly #wanted = new Map<string, { readonly wanted: Wanted; count: number }>();
  readonly #listeners = new Listeners<void>();

  get all(): readonly Wanted[] {
    return [...this.#wanted.values()].map(({ wanted }) => wanted);
  }

  get(sub: string): Wanted | undefined {
    return this.#wanted.get(sub)?.wanted;
  }

  /** Wants one until the answer is called; several may want the same. */
  want(wanted: Wanted): () => void {
    const held = this.#wanted.get(wanted.sub) ?? { wanted, count: 0 };
    this.#wanted.set(wanted.sub, held);
    if (++held.count === 1) {
      this.#listeners.tell();
    }
    let isOver = false;
    return () => {
      if (!isOver) {
        isOver = true;
        this.#release(wanted.sub);
      }
    };
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  #release(sub: string): void {
    const held = this.#wanted.get(sub);
    if (held && --held.count === 0) {
      this.#wanted.delete(sub);
      this.#listeners.tell();
    }
  }
}
