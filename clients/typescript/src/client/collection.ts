import type { Observable } from '../query/observable.js';
import type { Queries } from '../query/queries.js';
import type { Query, Queryable, QueryResult } from '../query/query.js';
import type { CollectionRows } from '../replica/rows.js';
import { checkFields } from '../schema/fields.js';
import type { CollectionSchema, FieldsOf, RowOf } from '../schema/schema.js';
import type { Step } from './step.js';

/** The writes of a collection, as steps. */
export class StepsOf<C extends CollectionSchema> {
  constructor(
    private readonly name: string,
    private readonly schema: C,
  ) {}

  put(id: string, fields: FieldsOf<C>): Step {
    return { collection: this.name, id, kind: 'put', fields: checkFields(this.schema, fields) };
  }

  remove(id: string): Step {
    return { collection: this.name, id, kind: 'delete' };
  }

  restore(id: string): Step {
    return { collection: this.name, id, kind: 'restore' };
  }
}

/** What a {@link Collection} works with. */
export interface CollectionParts<C extends CollectionSchema> {
  readonly name: string;
  readonly steps: StepsOf<C>;
  readonly rows: CollectionRows;
  readonly queries: Queries;
  readonly newId: () => string;
  readonly make: (steps: readonly Step[]) => Promise<void>;
}

/**
 * The records of one collection, with the fields that the schema declares. What is written is shown at once; each write resolves when it is
 * saved on this device, and fails with a `StorageError` when it is not, and shown no longer. None of them waits for the network.
 */
export class Collection<C extends CollectionSchema> implements Queryable<RowOf<C>> {
  readonly #parts: CollectionParts<C>;

  constructor(parts: CollectionParts<C>) {
    this.#parts = parts;
  }

  /** The record as it is shown; `undefined` when there is none, or it is deleted. */
  async get(id: string): Promise<RowOf<C> | undefined> {
    return (await this.#parts.rows.get(id)) as RowOf<C> | undefined;
  }

  /** As `get`, at once, but only of what is in memory: records that were asked for, and collections that were queried. */
  peek(id: string): RowOf<C> | undefined {
    return this.#parts.rows.peek(id) as RowOf<C> | undefined;
  }

  /**
   * Makes a new record; resolves with its id.
   *
   * @throws InvalidValue when the schema does not allow the fields
   */
  async add(fields: FieldsOf<C>): Promise<string> {
    const id = this.#parts.newId();
    await this.#parts.make([{ ...this.#parts.steps.put(id, fields), isNew: true }]);
    return id;
  }

  /**
   * Writes single fields of a record, which need not exist; the others stay. A deleted record stays deleted.
   *
   * @throws InvalidValue when the schema does not allow them
   */
  async put(id: string, fields: FieldsOf<C>): Promise<void> {
    await this.#parts.make([this.#parts.steps.put(id, fields)]);
  }

  /** Deletes a record, on all devices. */
  async remove(id: string): Promise<void> {
    await this.#parts.make([this.#parts.steps.remove(id)]);
  }

  /** Shows a deleted record again, as it was; not when it was deleted so long ago that it is purged. */
  async restore(id: string): Promise<void> {
    await this.#parts.make([this.#parts.steps.restore(id)]);
  }

  /** The record, live; `null` while there is none. */
  watch(id: string): Observable<RowOf<C> | null> {
    return this.#parts.queries.record<RowOf<C>>(this.#parts.name, id);
  }

  /** The records that a query finds, live. Equal queries share one result. */
  query(query?: Query<RowOf<C>>): Observable<QueryResult<RowOf<C>>> {
    return this.#parts.queries.query<RowOf<C>>(this.#parts.name, query);
  }
}
