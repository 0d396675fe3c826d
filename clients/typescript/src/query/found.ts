import type { Filter } from '../filter/where.js';
import type { ChangeSet } from './feed.js';
import type { QueryResult } from './query.js';
import { SortedRows } from './sorted-rows.js';
import type { RowOrder } from './sort.js';
import type { Row, RowSource } from './source.js';

/** A value that is kept up to date with a collection. */
export interface Kept<T> {
  readonly value: T;
  /** Whether `value` is another one now. */
  take(changes: ChangeSet): boolean;
}

/** A query as it is carried out. */
export interface Plan {
  readonly filter: Filter;
  readonly order: RowOrder;
  /** Most rows of the result. */
  readonly limit: number;
}

/** The rows that a query finds: looked for once, then kept by what becomes of single rows. */
export class FoundRows implements Kept<QueryResult> {
  readonly #plan: Plan;
  readonly #matching: SortedRows;
  #value: QueryResult;

  /** @param rows those that match are among them */
  constructor(plan: Plan, rows: Iterable<Row>) {
    this.#plan = plan;
    const matching: Row[] = [];
    for (const row of rows) {
      if (plan.filter.matches(row)) {
        matching.push(row);
      }
    }
    this.#matching = new SortedRows(plan.order, matching);
    this.#value = { rows: this.#matching.first(plan.limit), count: this.#matching.size };
  }

  get value(): QueryResult {
    return this.#value;
  }

  take({ changes }: ChangeSet): boolean {
    const { filter } = this.#plan;
    const left = changes.flatMap(({ before }) => (before && filter.matches(before) ? [before] : []));
    const came = changes.flatMap(({ after }) => (after && filter.matches(after) ? [after] : []));
    this.#matching.change(left, came);
    return left.length + came.length > 0 && this.#look();
  }

  #look(): boolean {
    const { rows, count } = this.#value;
    const now = this.#matching.first(this.#plan.limit);
    const sameRows =
      this.#plan.limit < Infinity && now.length === rows.length && now.every((row, i) => row === rows[i]);
    if (sameRows && count === this.#matching.size) {
      return false;
    }
    this.#value = { rows: sameRows ? rows : now, count: this.#matching.size };
    return true;
  }
}

/** One row of a collection. */
export class FoundRow implements Kept<Row | null> {
  #value: Row | null;

  constructor(
    private readonly id: string,
    source: RowSource,
  ) {
    this.#value = source.peek(id) ?? null;
  }

  get value(): Row | null {
    return this.#value;
  }

  take(changes: ChangeSet): boolean {
    const change = changes.of(this.id);
    if (change !== undefined) {
      this.#value = change.after ?? null;
    }
    return change !== undefined;
  }
}
