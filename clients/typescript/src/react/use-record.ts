import type { Queryable } from '../query/query.js';
import { useObservable } from './use-observable.js';

/** A record as it is at the moment. */
export interface RecordState<R> {
  /** Absent while it is not known, or there is none. */
  readonly row: R | undefined;
  /** Whether it is known if there is one. */
  readonly isLoaded: boolean;
  /** Why it cannot be read: a `StorageError`. */
  readonly error: unknown;
}

/** One record; renders again when it changes. Without an id there is none. */
export function useRecord<R>(collection: Queryable<R>, id: string | undefined): RecordState<R> {
  const { value, error } = useObservable(id === undefined ? undefined : collection.watch(id));
  return { row: value ?? undefined, isLoaded: value !== undefined, error };
}
