import type { Json } from '../value/json.js';
import { own } from '../value/own.js';
import type { Row, RowChange } from './source.js';

/** Rows by the value of a field, as filters compare it: an absent one is `null`. */
export class FieldIndex {
  readonly #field: string;
  readonly #rows = new Map<Json, Row[]>();

  constructor(field: string, rows: Iterable<Row>) {
    this.#field = field;
    for (const row of rows) {
      this.#add(row);
    }
  }

  /** How many values there are. */
  get values(): number {
    return this.#rows.size;
  }

  /** How many rows have one of these values. */
  count(values: Iterable<Json>): number {
    let count = 0;
    for (const value of values) {
      count += this.#rows.get(value)?.length ?? 0;
    }
    return count;
  }

  /** The rows that have one of these values. */
  *rows(values: Iterable<Json>): Iterable<Row> {
    for (const value of values) {
      yield* this.#rows.get(value) ?? [];
    }
  }

  take(changes: readonly RowChange[]): void {
    for (const { before, after } of changes) {
      if (before) {
        this.#remove(before);
      }
      if (after) {
        this.#add(after);
      }
    }
  }

  #add(row: Row): void {
    const value = this.#valueOf(row);
    // no filter asks for equality with anything else
    if (typeof value !== 'object' || value === null) {
      const rows = this.#rows.get(value);
      if (rows) {
        rows.push(row);
      } else {
        this.#rows.set(value, [row]);
      }
    }
  }

  #remove(row: Row): void {
    const value = this.#valueOf(row);
    const rows = this.#rows.get(value);
    const at = rows?.indexOf(row) ?? -1;
    if (rows && at >= 0) {
      const last = rows.pop()!;
      if (last !== row) {
        rows[at] = last;
      } else if (rows.length === 0) {
        this.#rows.delete(value);
      }
    }
  }

  #valueOf(row: Row): Json {
    return own(row, this.#field) ?? null;
  }
}
