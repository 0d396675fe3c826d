import { useMemo, useSyncExternalStore } from 'react';
import type { Observable } from '../query/observable.js';

/** What an observable says. */
export interface Observed<T> {
  /** The latest value; `undefined` while there is none. */
  readonly value: T | undefined;
  /** Why there is none, or no newer one. */
  readonly error: unknown;
}

const NOTHING: Observed<never> = { value: undefined, error: undefined };

/** The latest of an observable; renders again whenever that is another value. Of none it is nothing, and so it is on a server. */
export function useObservable<T>(observable: Observable<T> | undefined): Observed<T> {
  const store = useMemo(() => storeOf(observable), [observable]);
  return useSyncExternalStore(store.subscribe, store.snapshot, () => NOTHING);
}

interface Store<T> {
  readonly subscribe: (changed: () => void) => () => void;
  /** The same object as long as nothing changes. */
  readonly snapshot: () => Observed<T>;
}

function storeOf<T>(observable: Observable<T> | undefined): Store<T> {
  let last: Observed<T> = NOTHING;
  return {
    subscribe: (changed) => observable?.subscribe(changed, changed) ?? (() => undefined),
    snapshot: () => {
      const value = observable?.current;
      const error = observable?.error;
      if (value !== last.value || error !== last.error) {
        last = { value, error };
      }
      return last;
    },
  };
}
