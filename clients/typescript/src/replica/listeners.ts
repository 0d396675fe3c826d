import { safely } from '../query/values.js';

/** Who is to be told of something. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Returns how to stop listening. The same function added twice is told twice. */
  add(listener: (value: T) => void): () => void {
    const own = (value: T) => listener(value);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** Tells all who listen as it begins. What one of them throws reaches nobody else, but is not lost: it is thrown again on its own. */
  tell(value: T): void {
    for (const listener of [...this.#listeners]) {
      if (this.#listeners.has(listener)) {
        safely(() => listener(value));
      }
    }
  }
}
