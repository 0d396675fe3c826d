/** A value that changes, in a form that any framework can take: also a Svelte store, and an async iterable. */
export interface Observable<T> {
  /** The latest value; `undefined` as long as there is none. Reading it begins to find it out. */
  readonly current: T | undefined;
  /** Why there is no value, or no newer one; it is tried again with the next listener. */
  readonly error: unknown;
  /**
   * Tells the latest value at once, if there is one, and then each new one, in the turn in which it came to be. A listener that is slow to
   * return never hears a value that is no longer the latest. Returns how to stop listening.
   */
  subscribe(listener: (value: T) => void, onError?: (error: unknown) => void): () => void;
  /** The latest value, then newer ones; those that came while nobody asked are left out but for the latest. Throws what `error` would be. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T>;
}
