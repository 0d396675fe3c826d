import type { RecordState } from '../record/state.js';
import type { Fields, Json } from '../value/json.js';
import { isObject } from '../value/own.js';
import { clocksText, Rest } from './rest.js';
import { SIZES } from './sizes.js';
import { idOf, PackedState, skimmedEntry } from './skimmed.js';
import type { Entry, Skimmed } from './storage.js';

/**
 * Neighbouring entries of `records` in two texts: read at once, they come many times as fast as one by one. The first one has what is shown of them, as
 * rows; the second one, which is larger for most records, what else there is.
 */
type Pack = readonly [shown: string, rest: string];
/** What is no record stands whole in the second text, and is 0 here. */
type Row = { readonly id: string } & Fields;
type Shown = readonly [
  keys: readonly string[],
  rows: readonly (Row | 0)[],
  deleted: Readonly<Record<number, RecordState['deleted']>>,
];

/** At least the first of the entries, and as many more, `most` in all, as there is room for; how many these are, and how many characters. */
export function pack(entries: readonly Entry[], most: number): { value: Pack; packed: number; size: number } {
  const keys: string[] = [];
  const rows: string[] = [];
  const deleted: Record<number, Json> = {};
  const clocks: string[] = [];
  const others: string[] = [];
  const stamps = new Map<string, number>();
  let size = 0;
  for (const { key, value } of entries.slice(0, most)) {
    const state = stateOf(value);
    const its = state && clocksText(state.clocks, stamps);
    const row = its === undefined ? '0' : JSON.stringify({ id: idOf(key), ...state!.fields });
    const other = JSON.stringify(its === undefined ? value : { ...(value as object), s: undefined });
    size += row.length + other.length + (its?.length ?? 0);
    if (keys.length > 0 && size > SIZES.text) break;
    if (its !== undefined && state?.deleted) deleted[keys.length] = state.deleted as unknown as Json;
    keys.push(key);
    rows.push(row);
    clocks.push(its ?? '0');
    others.push(other);
  }
  const texts: Pack = [
    `[${JSON.stringify(keys)},[${rows.join()}],${JSON.stringify(deleted)}]`,
    `[${JSON.stringify([...stamps.keys()])},[${clocks.join()}],[${others.join()}]]`,
  ];
  return { value: texts, packed: keys.length, size };
}

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

/** The state in a value, if that is a record, and has nothing that a row has no place for. */
function stateOf(value: Json): RecordState | undefined {
  const state = isObject(value) ? value.s : undefined;
  if (!isObject(state) || !isObject(state.fields) || Object.hasOwn(state.fields, 'id')) return undefined;
  const { fields: _, clocks, deleted, ...more } = state;
  const isWhole = Object.keys(more).length === 0 && (deleted === undefined || isObject(deleted));
  return isWhole && (isObject(clocks) || typeof clocks === 'string') ? (state as unknown as RecordState) : undefined;
}
