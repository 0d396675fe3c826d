import { iterate } from './iterate.js';
import type { Observable } from './observable.js';

interface Listener<T> {
  readonly heard: (value: T) => void;
  readonly failed: ((error: unknown) => void) | undefined;
}

/** An observable whose values are told to it. */
export class Values<T> implements Observable<T> {
  #value: T | undefined;
  #error: unknown;
  readonly #listeners = new Set<Listener<T>>();

  constructor(initial?: T) {
    this.#value = initial;
  }

  get current(): T | undefined {
    return this.#value;
  }

  get error(): unknown {
    return this.#error;
  }

  /** There is a newer value; nobody is told before {@link tell}. */
  put(value: T): void {
    this.#value = value;
    this.#error = undefined;
  }

  /** Tells the latest value. */
  tell(): void {
    const value = this.#value;
    if (value !== undefined) {
      this.#tell(
        (listener) => listener.heard(value),
        () => this.#value === value,
      );
    }
  }

  set(value: T): void {
    this.put(value);
    this.tell();
  }

  /** There is no newer value, and why; the latest one stays. */
  fail(error: unknown): void {
    this.#error = error;
    this.#tell(
      (listener) => listener.failed?.(error),
      () => this.#error === error,
    );
  }

  /** There is neither value nor error any more; nobody is told. */
  clear(): void {
    this.#value = undefined;
    this.#error = undefined;
  }

  subscribe(heard: (value: T) => void, failed?: (error: unknown) => void): () => void {
    const listener: Listener<T> = { heard, failed };
    this.#listeners.add(listener);
    const { current, error } = this;
    if (current !== undefined) {
      safely(() => heard(current));
    }
    if (error !== undefined) {
      safely(() => failed?.(error));
    }
    return () => {
      this.#listeners.delete(listener);
    };
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    return iterate(this);
  }

  /** When a listener makes that something is no longer so, those after it have heard of what is so now. */
  #tell(say: (listener: Listener<T>) => void, isStillSo: () => boolean): void {
    for (const listener of [...this.#listeners]) {
      if (!isStillSo()) {
        return;
      }
      if (this.#listeners.has(listener)) {
        safely(() => say(listener));
      }
    }
  }
}

/** What a listener throws is not the trouble of whoever has news. */
export function safely(work: () => void): void {
  try {
    work();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
