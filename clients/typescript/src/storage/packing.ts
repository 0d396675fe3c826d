import { after, answer, rows } from './idb.js';
import { pack } from './pack.js';
import { SIZES } from './sizes.js';
import { ALL, MARKS, type Stale } from './stale.js';

interface Stores {
  readonly packs: IDBObjectStore;
  readonly stale: IDBObjectStore;
  readonly records: IDBObjectStore;
  /** Ends of all packs. */
  readonly ends: readonly string[];
}

/** Makes one pack, or says of the packs what commits have marked; in a transaction of its own. Whether there was something to do. */
export async function tidy(transaction: IDBTransaction): Promise<boolean> {
  const [packs, stale, records] = ['packs', 'stale', 'records'].map((name) => transaction.objectStore(name));
  const [ends, names, lists] = await Promise.all([
    answer(packs!.getAllKeys()) as Promise<string[]>,
    answer(stale!.getAllKeys()),
    answer(stale!.getAll()) as Promise<Stale[]>,
  ]);
  const stores: Stores = { packs: packs!, stale: stale!, records: records!, ends };
  const marks = lists.filter((_, at) => typeof names[at] === 'number').flat() as string[];
  const ofPacks = new Map<string, Stale>();
  names.forEach((name, at) => typeof name === 'string' && ofPacks.set(name, lists[at]!));
  if (marks.length > SIZES.pack || names.length - ofPacks.size > SIZES.commits) {
    deal(stores, marks, ofPacks);
    return true;
  }
  for (const [end, list] of ofPacks) {
    if (list === ALL || list.length >= SIZES.worth) {
      await renew(stores, end);
      return true;
    }
  }
  return append(stores);
}

/** Says of each pack which of its keys were marked. Behind the last pack nobody asks. */
function deal({ stale, ends }: Stores, marks: readonly string[], ofPacks: ReadonlyMap<string, Stale>): void {
  const dealt = new Map<string, Set<string>>();
  const sorted = [...new Set(marks)].sort();
  let at = 0;
  for (const key of sorted) {
    while (at < ends.length && ends[at]! < key) at++;
    const end = ends[at];
    if (end === undefined) break;
    const before = ofPacks.get(end) ?? [];
    if (before === ALL) continue;
    let keys = dealt.get(end);
    if (keys === undefined) dealt.set(end, (keys = new Set(before)));
    keys.add(key);
  }
  for (const [end, keys] of dealt) stale.put(keys.size > SIZES.pack / 8 ? ALL : [...keys], end);
  stale.delete(MARKS());
}

/** Makes a pack anew. */
async function renew({ packs, stale, records, ends }: Stores, end: string): Promise<void> {
  const at = ends.indexOf(end);
  const low = at > 0 ? after(ends[at - 1]!) : undefined;
  const most = SIZES.pack * 1.5;
  const entries = await rows(records, low, after(end), most + 1);
  const { value, packed, size } = pack(entries, entries.length > most ? SIZES.pack : most);
  if (packed < entries.length) {
    packs.put(value, entries[packed - 1]!.key);
    // What is left of the old one stays, and is made anew next.
  } else if (packed < SIZES.pack / 4 && size < SIZES.text / 4) {
    packs.delete(end);
    stale.delete(end);
    if (at + 1 < ends.length) stale.put(ALL, ends[at + 1]);
  } else {
    packs.put(value, end);
    stale.delete(end);
  }
}

/** Makes a pack of what is behind the last one. */
async function append({ packs, records, ends }: Stores): Promise<boolean> {
  const last = ends.at(-1);
  const low = last === undefined ? undefined : after(last);
  const keys = await answer(
    records.getAllKeys(low === undefined ? undefined : IDBKeyRange.lowerBound(low), SIZES.pack),
  );
  if (keys.length < SIZES.pack) return false;
  const { value, packed } = pack(await rows(records, low, undefined, SIZES.pack), SIZES.pack);
  packs.put(value, keys[packed - 1]);
  return true;
}
