import type { CollectionSchema, FieldsOf, RowOf, Schema } from '../schema/schema.js';
import type { CollectionRows } from '../replica/rows.js';
import type { StepsOf } from './collection.js';
import type { Step } from './step.js';

/** The writes of one collection within a change of several steps. Each throws `InvalidValue` when the schema does not allow it. */
export interface CollectionWrites<C extends CollectionSchema> {
  /** The record as it was before the change, if it is in memory. */
  peek(id: string): RowOf<C> | undefined;
  /** Makes a new record; returns its id. */
  add(fields: FieldsOf<C>): string;
  /** Writes single fields of a record, which need not exist; the others stay. */
  put(id: string, fields: FieldsOf<C>): void;
  /** Deletes a record, on all devices. */
  remove(id: string): void;
  /** Shows a deleted record again, as it was. */
  restore(id: string): void;
}

/** The writes of all collections. */
export type Writes<S extends Schema> = { readonly [C in keyof S]: CollectionWrites<S[C]> };

/** Collects the steps of a change. */
export function writesOf<C extends CollectionSchema>(
  steps: Step[],
  make: StepsOf<C>,
  rows: CollectionRows,
  newId: () => string,
): CollectionWrites<C> {
  return {
    peek: (id) => rows.peek(id) as RowOf<C> | undefined,
    add(fields) {
      const id = newId();
      steps.push({ ...make.put(id, fields), isNew: true });
      return id;
    },
    put: (id, fields) => void steps.push(make.put(id, fields)),
    remove: (id) => void steps.push(make.remove(id)),
    restore: (id) => void steps.push(make.restore(id)),
  };
}
