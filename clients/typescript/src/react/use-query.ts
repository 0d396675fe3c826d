import type { Query, Queryable } from '../query/query.js';
import { useObservable } from './use-observable.js';

/** What a query says at the moment. */
export interface QueryState<R> {
  /** None before it is loaded. The same array as long as nothing in it changes. */
  readonly rows: readonly R[];
  /** How many rows there are without the limit. */
  readonly count: number;
  /** Whether this is what there is on the device; it is read when a query is the first one about its collection. */
  readonly isLoaded: boolean;
  /** Why it cannot be read: a `StorageError`. */
  readonly error: unknown;
}

const NO_ROWS: readonly never[] = [];

/**
 * The rows of a collection that a query asks for; renders again when they change. Components that ask the same share the work, and the query
 * may be written anew each time.
 */
export function useQuery<R>(collection: Queryable<R>, query?: Query<NoInfer<R>>): QueryState<R> {
  const { value, error } = useObservable(collection.query(query));
  return { rows: value?.rows ?? NO_ROWS, count: value?.count ?? 0, isLoaded: value !== undefined, error };
}
