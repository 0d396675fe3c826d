import type { Filter } from '../filter/where.js';
import { FieldIndex } from './field-index.js';
import type { Timers } from '../sync/ports.js';
import type { Row, RowChange, RowSource } from './source.js';

/** Rows that are looked at to tell whether a field parts them at all. */
const SAMPLES = 256;
/** An index whose rows share fewer values would not save much. */
const LEAST_VALUES = 8;
/** Rows that are taken in at once: some milliseconds, which nobody notices. */
const SLICE = 16_000;

/**
 * The rows of a collection by the values of fields that queries have asked for with equality. They are made after the first query has asked, which has to
 * see all rows anyway, and in slices: a query that comes meanwhile sees all rows, too.
 */
export class Indexes {
  readonly #source: RowSource;
  readonly #timers: Pick<Timers, 'after'>;
  readonly #asked = new Set<string>();
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
    if (!this.#asked.has(field)) {
      this.#asked.add(field);
      if (this.#parts(field)) {
        const index = new FieldIndex(field, this.#source.rows());
        this.#byField.set(field, index);
        this.#timers.after(0, () => this.#fill(index));
      }
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
    const index = new FieldIndex(field, this.#source.rows().slice(0, SAMPLES));
    index.fill(SAMPLES);
    return index.values >= LEAST_VALUES;
  }
}
