import type { Observable } from './observable.js';

/** Listens until the iteration is given up. */
export function iterate<T>(observable: Observable<T>): AsyncIterableIterator<T> {
  let latest: { readonly value: T } | undefined;
  let failure: { readonly error: unknown } | undefined;
  let waiting: (() => void)[] = [];
  let stop: (() => void) | undefined;
  let over = false;

  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    woken.forEach((go) => go());
  };
  const start = (): void => {
    stop = observable.subscribe(
      (value) => {
        latest = { value };
        wake();
      },
      (error) => {
        failure = { error };
        wake();
      },
    );
  };
  const end = (): void => {
    over = true;
    stop?.();
    wake();
  };

  return {
    async next(): Promise<IteratorResult<T>> {
      if (stop === undefined && !over) {
        start();
      }
      while (!over) {
        if (latest !== undefined) {
          const { value } = latest;
          latest = undefined;
          return { done: false, value };
        }
        if (failure !== undefined) {
          end();
          throw failure.error;
        }
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      return { done: true, value: undefined };
    },
    async return(): Promise<IteratorResult<T>> {
      end();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
