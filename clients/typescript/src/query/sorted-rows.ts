import type { RowOrder } from './sort.js';
import type { Row } from './source.js';

/** Rows in no order, none of which comes before `from`; and none before them is in another bag or sorted. */
interface Bag {
  readonly rows: Row[];
  /** Absent: from the first row. */
  readonly from?: Row;
}

/** How many rows more than those that are asked for are worth sorting at once. */
const SLACK = 64;
/** More changes than this at once are worth looking through all rows. */
const FEW = 32;
/** How many rows are looked at for one to part a bag at, which an eighth of the rows come before. */
const SAMPLES = 64;

/**
 * Rows in an order, of which only as many are sorted as were asked for: what comes first is found by parting the rest, time and again, at
 * one of its rows (incremental quicksort). Nothing is ever sorted twice.
 */
export class SortedRows {
  readonly #order: RowOrder;
  #sorted: Row[] = [];
  /** Those that come last are first in here. */
  #bags: Bag[];

  /** Takes `rows` over. */
  constructor(order: RowOrder, rows: Row[]) {
    this.#order = order;
    this.#bags = [{ rows }];
  }

  get size(): number {
    return this.#bags.reduce((sum, { rows }) => sum + rows.length, this.#sorted.length);
  }

  /** Takes out the rows that have the ids of those that `left`, and stand where they do in the order; then takes in those that `came`. */
  change(left: readonly Row[], came: readonly Row[]): void {
    if (left.length + came.length <= FEW) {
      left.forEach((row) => this.#remove(row));
      came.forEach((row) => this.#add(row));
      return;
    }
    const gone = new Set(left.map(({ id }) => id));
    const stays = ({ id }: Row): boolean => !gone.has(id);
    this.#bags = this.#bags.map((bag) => ({ ...bag, rows: bag.rows.filter(stays) }));
    const among = came.filter((row) => !this.#bagOf(row)?.rows.push(row));
    // what is nearly sorted is sorted in little more than one pass
    this.#sorted = this.#sorted.filter(stays).concat(among).sort(this.#order);
  }

  #add(row: Row): void {
    const bag = this.#bagOf(row);
    if (bag === undefined) {
      this.#sorted.splice(this.#place(row), 0, row);
    } else {
      bag.rows.push(row);
    }
  }

  #remove(row: Row): void {
    const rows = this.#bagOf(row)?.rows;
    const at = rows === undefined ? this.#place(row) : placeIn(rows, row);
    const found = (rows ?? this.#sorted)[at];
    if (found?.id !== row.id) {
      return;
    }
    if (rows === undefined) {
      this.#sorted.splice(at, 1);
      return;
    }
    const last = rows.pop();
    if (last !== undefined && last !== found) {
      rows[at] = last;
    }
  }

  /** The first rows, `most` at most. */
  first(most: number): Row[] {
    while (this.#sorted.length < most && this.#sortMore(most - this.#sorted.length)) {
      // goes on
    }
    return this.#sorted.slice(0, most);
  }

  /** Sorts the next bag, or makes it smaller; whether there was one. */
  #sortMore(wanted: number): boolean {
    const bag = this.#bags.pop();
    if (bag === undefined) {
      return false;
    }
    if (bag.rows.length <= 2 * wanted + SLACK) {
      for (const row of bag.rows.sort(this.#order)) {
        this.#sorted.push(row);
      }
      return true;
    }
    const pivot = this.#pivot(bag.rows);
    const before: Row[] = [];
    const after: Row[] = [];
    for (const row of bag.rows) {
      (this.#order(row, pivot) < 0 ? before : after).push(row);
    }
    this.#bags.push(
      { rows: after, from: pivot },
      bag.from === undefined ? { rows: before } : { rows: before, from: bag.from },
    );
    return true;
  }

  /** One of the rows, with rows on both sides of it. */
  #pivot(rows: readonly Row[]): Row {
    const step = Math.floor(rows.length / SAMPLES);
    const samples = Array.from({ length: SAMPLES }, (_, i) => rows[i * step] as Row).sort(this.#order);
    return samples[SAMPLES >> 3] as Row;
  }

  /** The bag that a row belongs to; none when it is among those that are sorted. */
  #bagOf(row: Row): Bag | undefined {
    return this.#bags.find(({ from }) => from === undefined || this.#order(row, from) >= 0);
  }

  /** The first place at which a sorted row does not come before `row`. */
  #place(row: Row): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#order(this.#sorted[middle] as Row, row) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

/** Looks for the very object first, because that touches no other row. */
function placeIn(rows: readonly Row[], row: Row): number {
  const at = rows.indexOf(row);
  return at >= 0 ? at : rows.findIndex(({ id }) => id === row.id);
}
