import type { Json } from '../value/json.js';

/** A record as it is shown: its fields and its id. Never changed in place: another object is another state. */
export interface Row {
  /** The id of the record. */
  readonly id: string;
  readonly [field: string]: Json | undefined;
}

/** What became of a row; one that is not shown (deleted, not there) is absent. */
export interface RowChange {
  readonly id: string;
  readonly before?: Row;
  readonly after?: Row;
}

/**
 * The rows of a collection: confirmed records with unsent ops on top, without those that are deleted. A field that was never written is
 * not in a row.
 */
export interface RowSource {
  readonly collection: string;
  /** Whether all rows that are on this device are in memory. */
  readonly loaded: boolean;
  /** Brings them there. May be called again, while it is under way and after it failed. */
  load(): Promise<void>;
  /** Those that are in memory. */
  rows(): readonly Row[];
  /** How many transactions can be seen in `rows` that are not told yet: while others are told, whose listeners made them, or of other collections. */
  readonly ahead: number;
  /** The row, if it is in memory and shown. */
  peek(id: string): Row | undefined;
  /** The row, brought to memory if need be; its changes are told from then on, also when there is none yet. */
  get(id: string): Promise<Row | undefined>;
  /**
   * Told of each change of rows that are in memory or were asked for, all rows of one transaction together and each of them once: in the
   * turn in which it can be seen in `rows`, and in their order. A listener may make changes itself.
   */
  onChange(listener: (changes: readonly RowChange[]) => void): () => void;
}
