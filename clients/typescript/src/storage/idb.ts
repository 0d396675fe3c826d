import type { Json } from '../value/json.js';
import type { Entry } from './storage.js';

/** What a request is answered with. Requests that follow in the same turn are of the same transaction still. */
export function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}

/** The keys from `from` to before `to`; all of them when neither is given. There must be one at least. */
export function rangeOf(from: string | undefined, to: string | undefined): IDBKeyRange | undefined {
  if (from !== undefined && to !== undefined) return IDBKeyRange.bound(from, to, false, true);
  if (from !== undefined) return IDBKeyRange.lowerBound(from);
  return to === undefined ? undefined : IDBKeyRange.upperBound(to, true);
}

/** The key that comes next after `key`, whether or not it is there. */
export function after(key: string): string {
  return `${key}\0`;
}

/** Entries as they stand one by one. */
export async function rows(
  store: IDBObjectStore,
  from: string | undefined,
  to: string | undefined,
  limit?: number,
): Promise<Entry[]> {
  const range = rangeOf(from, to);
  const most = limit === Infinity ? undefined : limit;
  const [keys, values] = await Promise.all([
    answer(store.getAllKeys(range, most)) as Promise<string[]>,
    answer(store.getAll(range, most)) as Promise<Json[]>,
  ]);
  return keys.map((key, at) => ({ key, value: values[at]! }));
}
