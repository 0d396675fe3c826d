import type { Clocks, RecordState } from '../record/state.js';
import type { Json } from '../value/json.js';
import { isObject } from '../value/own.js';
import { SIZES } from './sizes.js';
import { idOf } from './skimmed.js';
import type { Entry } from './storage.js';
import type { Pack } from './unpack.js';

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

/** The state in a value, if that is a record, and has nothing that a row has no place for. */
function stateOf(value: Json): RecordState | undefined {
  const state = isObject(value) ? value.s : undefined;
  if (!isObject(state) || !isObject(state.fields) || Object.hasOwn(state.fields, 'id')) return undefined;
  const { fields: _, clocks, deleted, ...more } = state;
  const isWhole = Object.keys(more).length === 0 && (deleted === undefined || isObject(deleted));
  return isWhole && (isObject(clocks) || typeof clocks === 'string') ? (state as unknown as RecordState) : undefined;
}

/** The text of clocks in which each stamp is its number in `stamps`, where new ones are added; nothing when there is anything but stamps in it. */
function clocksText(clocks: Clocks, stamps: Map<string, number>): string | undefined {
  let isOdd = false;
  const text = JSON.stringify(clocks, (_, each: Json) => {
    if (typeof each !== 'string') {
      isOdd ||= typeof each !== 'object' || each === null;
      return each;
    }
    let at = stamps.get(each);
    if (at === undefined) stamps.set(each, (at = stamps.size));
    return at;
  });
  return isOdd ? undefined : text;
}
