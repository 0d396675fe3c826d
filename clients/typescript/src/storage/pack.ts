import type { Clocks, RecordState } from '../record/state.js';
import type { Json } from '../value/json.js';
import { isObject } from '../value/own.js';
import { Numbered } from './numbered.js';
import { SIZES } from './sizes.js';
import type { Entry } from './storage.js';
import type { Pack } from './unpack.js';

/** At least the first of the entries, and as many more, `most` in all, as there is room for; how many these are, and how many characters. */
export function pack(entries: readonly Entry[], most: number): { value: Pack; packed: number; size: number } {
  const packing = new Packing();
  for (const entry of entries.slice(0, most)) {
    if (!packing.takes(entry)) break;
  }
  return packing;
}

/** A pack that is being made. */
class Packing {
  size = 0;
  packed = 0;
  readonly #rows: string[] = [];
  readonly #heads: [from: number, head: string][] = [];
  readonly #deleted: Record<number, Json> = {};
  readonly #keys: Record<number, string> = {};
  readonly #stamps = new Numbered();
  readonly #shapes = new Numbered();
  readonly #clocks: (readonly number[])[] = [];
  readonly #others = new Numbered();
  readonly #otherOf: number[] = [];

  /** Takes an entry in; not when there is no more room. */
  takes({ key, value }: Entry): boolean {
    const state = stateOf(key, value);
    const clocks = state && clocksOf(state.clocks);
    const head = key.slice(0, key.indexOf('/') + 1);
    const row = clocks === undefined ? '0' : JSON.stringify({ id: key.slice(head.length), ...state!.fields });
    const other = JSON.stringify(clocks === undefined ? value : { ...(value as object), s: undefined });
    this.size += row.length + other.length + (clocks?.length ?? 0);
    if (this.packed > 0 && this.size > SIZES.text) return false;
    this.#rows.push(row);
    this.#otherOf.push(this.#others.of(other));
    if (clocks === undefined) {
      this.#keys[this.packed] = key;
      this.#clocks.push([]);
    } else {
      if (this.#heads.at(-1)?.[1] !== head) this.#heads.push([this.packed, head]);
      if (state?.deleted) this.#deleted[this.packed] = state.deleted as unknown as Json;
      this.#clocks.push([this.#shapes.of(clocks.shape), ...clocks.stamps.map((stamp) => this.#stamps.of(stamp))]);
    }
    this.packed++;
    return true;
  }

  get value(): Pack {
    const [heads, deleted, keys] = [this.#heads, this.#deleted, this.#keys].map((each) => JSON.stringify(each));
    const stamps = JSON.stringify(this.#stamps.all);
    const numbers = [this.#clocks, this.#otherOf].map((each) => JSON.stringify(each)).join();
    return [
      `[${heads},[${this.#rows.join()}],${deleted},${keys}]`,
      `[${stamps},[${this.#shapes.all.join()}],[${this.#others.all.join()}],${numbers}]`,
    ];
  }
}

/** The state in a value, if that is a record, and has nothing that a row has no place for. */
function stateOf(key: string, value: Json): RecordState | undefined {
  const state = key.includes('/') && isObject(value) ? value.s : undefined;
  if (!isObject(state) || !isObject(state.fields) || Object.hasOwn(state.fields, 'id')) return undefined;
  const { fields: _, clocks, deleted, ...more } = state;
  const isWhole = Object.keys(more).length === 0 && (deleted === undefined || isObject(deleted));
  return isWhole && (isObject(clocks) || typeof clocks === 'string') ? (state as unknown as RecordState) : undefined;
}

/** The text of clocks in which each stamp is its number among those of this record; nothing when there is anything but stamps in them. */
function clocksOf(clocks: Clocks): { shape: string; stamps: readonly string[]; length: number } | undefined {
  const stamps = new Numbered();
  let isOdd = false;
  const shape = JSON.stringify(clocks, (_, each: Json) => {
    if (typeof each === 'string') return stamps.of(each);
    isOdd ||= typeof each !== 'object' || each === null;
    return each;
  });
  return isOdd ? undefined : { shape, stamps: stamps.all, length: shape.length };
}
