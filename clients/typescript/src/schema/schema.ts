import type { SetFields } from '../replica/sets.js';
import type { Field, RegisterField, SetField } from './field.js';

/** The fields of a collection by their names. */
export type CollectionSchema = Readonly<Record<string, Field>>;

/** The collections of an app by their names. */
export type Schema = Readonly<Record<string, CollectionSchema>>;

/** The value of a field as it is read; it is not there at all while it was never written. */
export type ValueOf<F> = F extends RegisterField<infer V> ? V : F extends SetField<infer E> ? readonly E[] : never;

/** A row of a collection. */
export type RowOf<C> = {
  /** The id of the record. */
  readonly id: string;
} & { readonly [F in keyof C]?: ValueOf<C[F]> };

/** What becomes of a set: elements to add and to remove, or all that it shall have. */
export type SetInput<E> =
  | readonly E[]
  | {
      /** Elements to add. */
      readonly add?: readonly E[];
      /** Elements to remove. */
      readonly remove?: readonly E[];
    };

/** What can be written of a record: fields that are left out, or `undefined`, stay as they are. */
export type FieldsOf<C> = {
  readonly [F in keyof C]?: (C[F] extends SetField<infer E> ? SetInput<E> : ValueOf<C[F]>) | undefined;
};

const COLLECTION = /^[A-Za-z][A-Za-z0-9_.-]*$/;
const FIELD = /^[A-Za-z][A-Za-z0-9]*$/;

/**
 * Declares the collections of an app, once.
 *
 * @throws TypeError when a name is none that the protocol knows
 */
export function defineSchema<const S extends Schema>(schema: S): S {
  for (const [collection, fields] of Object.entries(schema)) {
    refuseUnless(COLLECTION.test(collection), `not a name of a collection: ${collection}`);
    for (const field of Object.keys(fields)) {
      refuseUnless(FIELD.test(field) && field !== 'id', `not a name of a field of ${collection}: ${field}`);
    }
  }
  return schema;
}

/** Which fields of a schema are sets. */
export function setFields(schema: Schema): SetFields {
  const sets = new Map(
    Object.entries(schema).map(([collection, fields]) => {
      const names = Object.entries(fields).flatMap(([name, field]) => (field.merge === 'set' ? [name] : []));
      return [collection, new Set(names)];
    }),
  );
  return (collection) => sets.get(collection);
}

function refuseUnless(holds: boolean, message: string): void {
  if (!holds) {
    throw new TypeError(message);
  }
}
