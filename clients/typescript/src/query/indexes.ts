import type { Filter } from '../filter/where.js';
import { FieldIndex } from './field-index.js';
import type { Timers } from '../sync/ports.js';
import type { Row, RowChange, RowSource } from './source.js';

/** From which query with a field on an index by it pays. */
const WORTH = 2;
/** Rows that are looked at to tell whether a field parts them at all. */
const SAMPLES = 256;
/** An index whose rows share fewer values would not save much. */
const LEAST_VALUES = 8;
/** Rows that are taken in at once: nobody notices how long that takes. */
const SLICE = 4_000;

/**
 * The rows of a collection by the values of fields that queries have asked for with equality. They are made when a second query asks, because the first
 * has to see all rows anyway, and in slices, so that a query that comes meanwhile sees all rows, too.
 */
export class Indexes {
  readonly #source: RowSource;
  readonly #timers: Pick<Timers, 'after'>;
  readonly #asked = new Map<string, number>();
  readonly #byField = new Map<string, FieldIndex>();

  constructor(source: RowSource, timers: Pick<Timers, 'after'>) {
    this.#source = source;
    this.#timers = timers;
  }

  /** Rows among which are all that match. */
  candidates({ equal }: Filter): Iterable<Row> {
    let best: Iterable<Row> | undefined;
    let fewest = Infinity;
    for (const [field, values] of equal ?? []) {
      const index = this.#index(field);
      const count = index?.count(values) ?? Infinity;
      if (index && count < fewest) {
        fewest = count;
        best = index.rows(values);
      }
    }
    return best ?? this.#source.rows();
  }

  /** Follows a change of the source. */
  take(changes: readonly RowChange[]): void {
    for (const index of this.#byField.values()) {
      index.take(changes);
    }
  }

  #index(field: string): FieldIndex | undefined {
    const asked = (this.#asked.get(field) ?? 0) + 1;
    this.#asked.set(field, asked);
    if (asked === WORTH && this.#parts(field)) {
      const index = new FieldIndex(field, this.#source.rows());
      this.#byField.set(field, index);
      this.#fill(index);
    }
    const index = this.#byField.get(field);
    return index?.isFull ? index : undefined;
  }

  #fill(index: FieldIndex): void {
    index.fill(SLICE);
    if (!index.isFull) {
      this.#timers.after(0, () => this.#fill(index));
    }
  }

  #parts(field: string): boolean {
    const sample: Row[] = [];
    for (const row of this.#source.rows()) {
      if (sample.push(row) === SAMPLES) {
        break;
      }
    }
    const index = new FieldIndex(field, sample);
    index.fill(SAMPLES);
    return index.values >= LEAST_VALUES;
  }
}
