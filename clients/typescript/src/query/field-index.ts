import type { Json } from '../value/json.js';
import { own } from '../value/own.js';
import type { Row, RowChange } from './source.js';

/** Rows by the value of a field, as filters compare it: an absent one is `null`. It is filled little by little. */
export class FieldIndex {
  readonly #field: string;
  readonly #rows = new Map<Json, Row[]>();

  /** Those that it was begun with, as long as some of them are to be taken in. */
  #begunWith: readonly Row[] | undefined;
  #filled = 0;
  /** What has changed since it was begun. */
  #missed: RowChange[] = [];

  constructor(field: string, rows: readonly Row[]) {
    this.#field = field;
    this.#begunWith = rows;
  }

  /** Whether all rows are in it. */
  get isFull(): boolean {
    return this.#begunWith === undefined;
  }

  /** Takes in so many more rows, and after the last ones what has changed meanwhile. */
  fill(count: number): void {
    const rows = this.#begunWith ?? [];
    rows.slice(this.#filled, this.#filled + count).forEach((row) => this.#add(row));
    this.#filled += count;
    if (this.#filled >= rows.length) {
      this.#begunWith = undefined;
      this.take(this.#missed);
      this.#missed = [];
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
    if (!this.isFull) {
      this.#missed = this.#missed.concat(changes);
      return;
    }
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
