import type { Fields } from '../value/json.js';

/** A reading of a hybrid logical clock as text; byte order is clock order. */
export type Stamp = string;

/** The clock of a register, or of every element that a set ever had. */
export type FieldClock = Stamp | Readonly<Record<string, Stamp>>;

/** The clocks of fields by their names; one text when all fields share it. */
export type Clocks = Stamp | Readonly<Record<string, FieldClock>>;

/** The register that says whether a record is deleted. */
export interface Deletion {
  readonly value: boolean;
  readonly clock: Stamp;
}

/** A record, or a part of one, as it stands on the wire: `deleted` is there once it was ever written. */
export interface RecordState {
  readonly fields: Fields;
  readonly clocks: Clocks;
  readonly deleted?: Deletion;
}
