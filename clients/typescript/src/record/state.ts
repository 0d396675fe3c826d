import type { Fields } from '../value/json.js';

/** A reading of a hybrid logical clock as text; byte order is clock order. */
export type Stamp = string;

/** The clock of a register, or of every element that a set ever had. */
export type FieldClock = Stamp | Readonly<Record<string, Stamp>>;

/** The clocks of fields by their names; one text when all fields share it. */
export type Clocks = Stamp | Readonly<Record<string, FieldClock>>;

/** The register that says whether a record is deleted. */
export interface Deletion {
  /** Whether it is deleted. */
  readonly value: boolean;
  /** When that was written. */
  readonly clock: Stamp;
}

/** A record, or a part of one, as it stands on the wire: `deleted` is there once it was ever written. */
export interface RecordState {
  /** Values of registers; of sets the elements that they have. */
  readonly fields: Fields;
  /** When each of them was written. */
  readonly clocks: Clocks;
  /** Whether it is deleted; absent while nobody has said so. */
  readonly deleted?: Deletion;
}
