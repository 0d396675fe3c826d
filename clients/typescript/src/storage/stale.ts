import { answer } from './idb.js';

/**
 * What stands in the object store `stale`: under numbers, in their order, the keys that commits wrote since somebody tidied up; under the end of a pack the
 * keys that were written since it was made, or `ALL` when there is no telling, and everything that it is about is to be read from rows.
 */
export type Stale = readonly string[] | typeof ALL;
export const ALL = 0;

/** All marks of commits. */
export const MARKS = (above = -Infinity): IDBKeyRange => IDBKeyRange.bound(above, '', true, true);

interface Known {
  readonly first: IDBValidKey | undefined;
  readonly last: number;
  readonly keys: Set<string>;
}

const nothing = (): Known => ({ first: undefined, last: -Infinity, keys: new Set() });

/** The marks of commits, of which only those are read that are new. */
export class Marks {
  #known = nothing();

  /** The keys that the transaction of `store` sees marked, and maybe some that were marked before. */
  async read(store: IDBObjectStore): Promise<ReadonlySet<string>> {
    const known = this.#known;
    const fresh = MARKS(known.last);
    const [first, ids, lists] = await Promise.all([
      answer(store.getKey(MARKS())),
      answer(store.getAllKeys(fresh)),
      answer(store.getAll(fresh)) as Promise<string[][]>,
    ]);
    // They are taken away all at once, and never numbered anew.
    if (first !== known.first && known.first !== undefined) {
      this.#known = nothing();
      return this.read(store);
    }
    for (const list of lists) for (const key of list) known.keys.add(key);
    const last = Math.max(known.last, (ids.at(-1) as number | undefined) ?? -Infinity);
    this.#known = { first, last, keys: known.keys };
    return known.keys;
  }
}
