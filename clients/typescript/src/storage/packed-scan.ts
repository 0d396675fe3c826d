import type { Json } from '../value/json.js';
import { after, answer, rows } from './idb.js';
import { SIZES } from './sizes.js';
import { ALL, type Marks, type Stale } from './stale.js';
import type { Entry, Range } from './storage.js';
import { Unpacked } from './unpack.js';

/** Reading rows one by one pays as long as no more than one in so many was written since a pack was made. */
const FEW = 8;

/** What is made of an entry. */
export interface Reading<T> {
  readonly ofPack: (pack: Unpacked) => T[];
  readonly ofRow: (entry: Entry) => T;
}

/** Neighbouring entries of `records`. */
export interface Page<T> {
  /** Makes them of what was read, outside any transaction; nothing when something is broken: there are rows then. */
  readonly make: () => T[] | undefined;
  /** The key before which it ends; absent when nothing can follow. */
  readonly next?: string;
}

/**
 * Reads what comes first in a range of `records`, in a transaction that has `packs` and `stale` in its scope, too: as if there were rows only. A pack is
 * about all keys from the end of the one before to its own end, which is its key; what is behind the last one is in rows.
 */
export async function readPage<T extends { readonly key: string }>(
  transaction: IDBTransaction,
  marks: Marks,
  { from: low = '', to, limit = Infinity }: Range,
  reading: Reading<T>,
): Promise<Page<T>> {
  const [packs, stale, records] = ['packs', 'stale', 'records'].map((name) => transaction.objectStore(name));
  const most = Math.min(SIZES.page, Math.ceil(limit / SIZES.pack));
  // All at once: what is asked for when the answer is there would wait for whoever looks at the page before.
  const [marked, lists, found] = await Promise.all([
    marks.read(stale!),
    // Only packs that are there have one.
    rows(stale!, low, undefined, most),
    rows(packs!, low, to, most),
  ]);
  if (to !== undefined && found.length < most && !(after(found.at(-1)?.key ?? '') >= to)) {
    // The end of this one is there, but it may be about keys before.
    found.push(...(await rows(packs!, to, undefined, 1)));
  }
  const staleAt = new Map(lists.map(({ key, value }) => [key, value as unknown as Stale]));
  const room = Math.min(limit, SIZES.page * SIZES.pack);
  const fresh = [...marked].filter((key) => key >= low && key <= (found.at(-1)?.key ?? ''));
  let begin = low;
  const pieces = found.map(({ key: end, value: text }, at) => {
    const high = to !== undefined && to <= end ? to : after(end);
    const piece = { low: begin, high, isCut: (at === 0 && low !== '') || high === to, text };
    begin = after(end);
    return readPiece(records!, piece, staleAt.get(end) ?? [], fresh);
  });
  const read: ReadPiece[] =
    pieces.length > 0 ? await Promise.all(pieces) : [{ rows: await rows(records!, low, to, room) }];
  const end = found.at(-1) ?? read[0]!.rows[room - 1];
  const next = end && after(end.key);
  return {
    make: () => attempt(() => read.flatMap((piece) => made(piece, reading))),
    ...(next !== undefined && (to === undefined || next < to) && { next }),
  };
}

interface Piece {
  readonly low: string;
  readonly high: string;
  /** Whether the pack may have keys that are not in the piece. */
  readonly isCut: boolean;
  readonly text: unknown;
}

/** What was read of rows, and of a pack, if there is one, with the keys that are not to be taken from it. */
interface ReadPiece {
  readonly rows: readonly Entry[];
  readonly packed?: Piece & { readonly anew: ReadonlySet<string> };
}

async function readPiece(
  records: IDBObjectStore,
  piece: Piece,
  stale: Stale,
  fresh: readonly string[],
): Promise<ReadPiece> {
  const { low, high } = piece;
  const within = (key: string): boolean => key >= low && key < high;
  const keys = stale === ALL ? [] : [...new Set([...stale, ...fresh])].filter(within);
  if (stale === ALL || keys.length * FEW > SIZES.pack) return { rows: await rows(records, low, high) };
  const values = await Promise.all(keys.map((key) => answer(records.get(key)) as Promise<Json | undefined>));
  const found = keys.map((key, at) => ({ key, value: values[at] })).filter(({ value }) => value !== undefined);
  return { rows: found as Entry[], packed: { ...piece, anew: new Set(keys) } };
}

function made<T extends { readonly key: string }>(
  { rows: single, packed }: ReadPiece,
  { ofPack, ofRow }: Reading<T>,
): T[] {
  const separate = single.map(ofRow);
  if (packed === undefined) return separate;
  const { low, high, isCut, text, anew } = packed;
  const all = ofPack(new Unpacked(text));
  if (!isCut && anew.size === 0) return all;
  const kept = all.filter(({ key }) => key >= low && key < high && !anew.has(key));
  return kept.concat(separate).sort((one, other) => (one.key < other.key ? -1 : 1));
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
