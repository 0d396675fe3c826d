import type { RecordState } from '../record/state.js';
import type { Fields, Json } from '../value/json.js';
import { Rest } from './rest.js';
import { PackedState, skimmedEntry } from './skimmed.js';
import type { Entry, Skimmed } from './storage.js';

/**
 * Neighbouring entries of `records` in two texts: read at once, they come many times as fast as one by one. The first one has what is shown of them, as
 * rows; the second one, which is larger for most records, what else there is.
 */
export type Pack = readonly [shown: string, rest: string];
/** What is no record stands whole in the second text, and is 0 here. */
type Row = { readonly id: string } & Fields;
type Shown = readonly [
  keys: readonly string[],
  rows: readonly (Row | 0)[],
  deleted: Readonly<Record<number, RecordState['deleted']>>,
];

/** The entries of a pack, in the order of their keys; nothing when it is broken. */
export function entriesOf(packed: unknown): Entry[] | undefined {
  return unpack(packed, (key, row, deleted, rest, at) => {
    const other = rest.other(at);
    if (row === 0) return { key, value: other };
    const { id: _, ...fields } = row;
    const s = { fields, clocks: rest.clocks(at), ...(deleted && { deleted }) } as unknown as Json;
    return { key, value: { ...(other as object), s } };
  });
}

/** What is shown of a pack, in the order of the keys; nothing when it is broken. */
export function skimmedOf(packed: unknown): Skimmed[] | undefined {
  return unpack(packed, (key, row, deleted, rest, at) =>
    row === 0
      ? skimmedEntry({ key, value: rest.other(at) })
      : { key, row, state: new PackedState(row, deleted, rest, at) },
  );
}

function unpack<T>(
  packed: unknown,
  each: (key: string, row: Row | 0, deleted: RecordState['deleted'], rest: Rest, at: number) => T,
): T[] | undefined {
  try {
    const [shown, text] = packed as Pack;
    const [keys, rows, deleted] = JSON.parse(shown) as Shown;
    const rest = new Rest(text);
    return keys.map((key, at) => each(key, rows[at]!, deleted[at], rest, at));
  } catch {
    return undefined;
  }
}
