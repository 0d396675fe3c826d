import type { Clocks, Deletion, RecordState } from '../record/state.js';
import type { Json } from '../value/json.js';
import { PackedRecord, skimmedEntry } from './skimmed.js';
import type { Entry, Skimmed, SkimmedRow } from './storage.js';

/**
 * Neighbouring entries of `records` in two texts: read at once, they come many times as fast as one by one. The first one has what is shown of them, as
 * rows; the second one their clocks, and what else there is.
 */
export type Pack = readonly [shown: string, rest: string];
type Shown = readonly [
  /** What is before the ids in the keys of records, from which one on. */
  heads: readonly (readonly [from: number, head: string])[],
  /** What is no record stands whole in the second text, and is 0 here. */
  rows: readonly (SkimmedRow | 0)[],
  deleted: Readonly<Record<number, Deletion>>,
  /** Keys of what is no record. */
  keys: Readonly<Record<number, string>>,
];
type Rest = readonly [
  stamps: readonly string[],
  /** Clocks with numbers for stamps: many records share them. */
  shapes: readonly Json[],
  /** What else entries have. */
  others: readonly Json[],
  /** For each entry the number of its clocks, and behind it those of their stamps. */
  clocks: readonly (readonly number[])[],
  /** For each entry the number of what else it has. */
  otherOf: readonly number[],
];

/** A pack that was read. */
export class Unpacked {
  readonly #shown: Shown;
  /** A text as long as nobody has asked for anything in it. */
  #rest: string | Rest;

  /** @throws Error when it is broken */
  constructor(pack: unknown) {
    const [shown, rest] = pack as Pack;
    this.#shown = JSON.parse(shown) as Shown;
    this.#rest = rest;
  }

  /** The entries, in the order of their keys. */
  entries(): Entry[] {
    return this.#shown[1].map((_, at) => this.#entry(at));
  }

  /**
   * What is shown of them, in the order of the keys.
   *
   * @throws StorageError `corrupt` when one is no record
   */
  skimmed(): Skimmed[] {
    const [, rows, deleted] = this.#shown;
    return rows.map((row, at) =>
      row === 0
        ? skimmedEntry(this.#entry(at))
        : new PackedRecord(deleted[at]?.value === true ? undefined : row, row.id, this, at),
    );
  }

  /** The key of one of them. */
  key(at: number): string {
    const [heads, rows, , keys] = this.#shown;
    const row = rows[at]!;
    return row === 0 ? keys[at]! : heads.filter(([from]) => from <= at).at(-1)![1] + row.id;
  }

  /** The state of one that is a record. */
  state(at: number): RecordState {
    const [, rows, { [at]: deleted }] = this.#shown;
    const { id: _, ...fields } = rows[at] as SkimmedRow;
    const [stamps, shapes, , clocks] = this.#more;
    const [shape, ...numbers] = clocks[at]!;
    const stampOf = (number: number): string => stamps[numbers[number]!]!;
    return { fields, clocks: withStamps(shapes[shape!]!, stampOf) as Clocks, ...(deleted && { deleted }) };
  }

  #entry(at: number): Entry {
    const [, , others, , otherOf] = this.#more;
    const other = others[otherOf[at]!]!;
    const isRecord = this.#shown[1][at] !== 0;
    const value = isRecord ? { ...(other as object), s: this.state(at) as unknown as Json } : other;
    return { key: this.key(at), value };
  }

  get #more(): Rest {
    if (typeof this.#rest === 'string') this.#rest = JSON.parse(this.#rest) as Rest;
    return this.#rest;
  }
}

function withStamps(clocks: Json, stampOf: (number: number) => string): Json {
  return typeof clocks === 'number'
    ? stampOf(clocks)
    : Object.fromEntries(
        Object.entries(clocks as object).map(([name, each]) => [name, withStamps(each as Json, stampOf)]),
      );
}
