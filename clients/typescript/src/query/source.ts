import type { Json } from '../value/json.js';

/** A record as it is shown: its fields and its id. Never changed in place: another object is another state. */
export interface Row {
  readonly id: string;
  readonly [field: string]: Json | undefined;
}

/** What became of a row; one that is not shown (deleted, not there) is absent. */
export interface RowChange {
  readonly id: string;
  readonly before?: Row;
  readonly after?: Row;
}

/** The rows of a collection: confirmed records with unsent ops on top, without those that are deleted. */
export interface RowSource {
  readonly collection: string;
  /** Whether all rows that are on this device are in memory. */
  readonly loaded: boolean;
  /** Brings them there. */
  load(): Promise<void>;
  rows(): Iterable<Row>;
  /** Told of each change of loaded rows, all rows of one transaction together, after it can be seen in `rows`. */
  onChange(listener: (changes: readonly RowChange[]) => void): () => void;
}
