import type { Json } from '../value/json.js';
import { after, answer, rangeOf } from './idb.js';
import { SIZES } from './sizes.js';
import { ALL, type Marks, type Stale } from './stale.js';
import type { Entry, Range } from './storage.js';

/** Reading rows one by one pays as long as no more than one in so many was written since a pack was made. */
const FEW = 8;

/** What is made of an entry. */
export interface Reading<T> {
  /** Nothing when the pack is broken. */
  readonly ofPack: (pack: unknown) => T[] | undefined;
  readonly ofRow: (entry: Entry) => T;
}

/**
 * Reads `records` in a transaction that has `packs` and `stale` in its scope, too: as if there were rows only. A pack is about all keys from the end
 * of the one before to its own end, which is its key; what is behind the last one is in rows.
 */
export async function packedScan<T extends { readonly key: string }>(
  transaction: IDBTransaction,
  marks: Marks,
  { from = '', to, limit = Infinity }: Range,
  reading: Reading<T>,
): Promise<T[]> {
  const [packs, stale, records] = ['packs', 'stale', 'records'].map((name) => transaction.objectStore(name));
  const marking = marks.read(stale!);
  const found: T[] = [];
  for (let low = from; ;) {
    const wanted = limit - found.length;
    const [marked, ends] = await Promise.all([marking, endsOf(packs!, low, to, wanted)]);
    const last = ends.at(-1);
    if (last === undefined) return found.concat((await rows(records!, low, to, wanted)).map(reading.ofRow));
    const range = IDBKeyRange.bound(ends[0], last);
    const [texts, lists, listed] = await Promise.all([
      answer(packs!.getAll(range)),
      answer(stale!.getAll(range)) as Promise<Stale[]>,
      answer(stale!.getAllKeys(range)),
    ]);
    const staleAt = new Map(listed.map((end, at) => [end, lists[at]!]));
    const fresh = [...marked].filter((key) => key >= low && key <= last);
    const pieces = ends.map((end, at) => {
      const high = to !== undefined && to <= end ? to : after(end);
      const piece = { low, high, entries: reading.ofPack(texts[at]), stale: staleAt.get(end) ?? [], fresh };
      low = after(end);
      return readPiece(records!, piece, wanted, reading.ofRow);
    });
    for (const piece of await Promise.all(pieces)) for (const entry of piece) found.push(entry);
    if (found.length >= limit || (to !== undefined && to <= after(last))) return found.slice(0, limit);
  }
}

/** Ends of the packs that are about what is wanted; perhaps not of all. */
async function endsOf(packs: IDBObjectStore, low: string, to: string | undefined, wanted: number): Promise<string[]> {
  const most = wanted === Infinity ? undefined : Math.ceil(wanted / SIZES.pack);
  const ends = (await answer(packs.getAllKeys(IDBKeyRange.lowerBound(low), most))) as string[];
  const past = to === undefined ? -1 : ends.findIndex((end) => after(end) >= to);
  return past < 0 ? ends : ends.slice(0, past + 1);
}

interface Piece<T> {
  readonly low: string;
  readonly high: string;
  readonly entries: readonly T[] | undefined;
  readonly stale: Stale;
  readonly fresh: readonly string[];
}

async function readPiece<T extends { readonly key: string }>(
  records: IDBObjectStore,
  { low, high, entries, stale, fresh }: Piece<T>,
  wanted: number,
  ofRow: (entry: Entry) => T,
): Promise<readonly T[]> {
  const asRows = async (): Promise<T[]> => (await rows(records, low, high, wanted)).map(ofRow);
  if (entries === undefined || stale === ALL) return asRows();
  const within = (key: string): boolean => key >= low && key < high;
  const anew = new Set([...stale, ...fresh].filter(within));
  if (anew.size * FEW > entries.length) return asRows();
  const kept = entries.filter(({ key }) => within(key) && !anew.has(key));
  if (anew.size === 0) return kept;
  const keys = [...anew];
  const values = await Promise.all(keys.map((key) => answer(records.get(key)) as Promise<Json | undefined>));
  keys.forEach((key, at) => values[at] === undefined || kept.push(ofRow({ key, value: values[at] })));
  return kept.sort((one, other) => (one.key < other.key ? -1 : 1));
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
