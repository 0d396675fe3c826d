import type { Json } from '../value/json.js';
import type { Stamp } from './state.js';

export type OpKind = 'put' | 'delete' | 'restore';

/** What becomes of the elements of a set. */
export interface SetChange {
  readonly add: readonly Json[];
  readonly remove: readonly Json[];
}

/** One change of one record, as a device stamped it. It counts once, however often it is sent. */
export interface Op {
  readonly opId: string;
  readonly collection: string;
  readonly id: string;
  readonly kind: OpKind;
  readonly hlc: Stamp;
  /** New values of registers; of a set, a {@link SetChange}. Absent unless `kind` is `put`. */
  readonly fields?: Readonly<Record<string, Json | SetChange>>;
  /** Of merged texts: the clock of the value that the new one was written on. */
  readonly base?: Readonly<Record<string, Stamp>>;
}
