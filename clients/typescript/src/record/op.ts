import type { Json } from '../value/json.js';
import type { Stamp } from './state.js';

/** What an op does to a record. */
export type OpKind = 'put' | 'delete' | 'restore';

/** What becomes of the elements of a set. */
export interface SetChange {
  /** Elements to add. */
  readonly add: readonly Json[];
  /** Elements to remove. */
  readonly remove: readonly Json[];
}

/** One change of one record, as a device stamped it. It counts once, however often it is sent. */
export interface Op {
  /** Its id: a UUID of version 7. */
  readonly opId: string;
  /** The collection of the record. */
  readonly collection: string;
  /** The id of the record. */
  readonly id: string;
  /** What it does. */
  readonly kind: OpKind;
  /** When, by the hybrid logical clock of the device. */
  readonly hlc: Stamp;
  /** New values of registers; of a set, a {@link SetChange}. Absent unless `kind` is `put`. */
  readonly fields?: Readonly<Record<string, Json | SetChange>>;
  /** Of merged texts: the clock of the value that the new one was written on. */
  readonly base?: Readonly<Record<string, Stamp>>;
}
