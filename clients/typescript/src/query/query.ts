import type { Json } from '../value/json.js';
import type { Where } from '../wire/messages.js';
import type { Observable } from './observable.js';
import type { Row } from './source.js';

/** Names of the fields of a row. */
export type FieldOf<R> = Exclude<keyof R & string, 'id'>;

/** What a field is compared with. */
export type Operand = null | boolean | number | string;
type Comparable = number | string;
type ElementOf<V> = V extends readonly (infer E)[] ? E & Operand : never;

/** Conditions on one field, all of which must hold; `V` is what the field holds. */
export interface FieldConditions<V = Json> {
  /** It equals this. */
  readonly $eq?: (V & Operand) | null;
  /** It does not. */
  readonly $ne?: (V & Operand) | null;
  /** It equals one of these. */
  readonly $in?: readonly ((V & Operand) | null)[];
  /** It equals none of these. */
  readonly $nin?: readonly ((V & Operand) | null)[];
  /** It is less, and of the same kind. */
  readonly $lt?: V & Comparable;
  /** It is less, or equal, and of the same kind. */
  readonly $lte?: V & Comparable;
  /** It is greater, and of the same kind. */
  readonly $gt?: V & Comparable;
  /** It is greater, or equal, and of the same kind. */
  readonly $gte?: V & Comparable;
  /** Whether it was ever written, be it with `null`. */
  readonly $exists?: boolean;
  /** It is a list or a set that has this element. */
  readonly $contains?: ElementOf<V> | null;
  /** These do not hold together. */
  readonly $not?: FieldConditions<V>;
}

/**
 * Which records are asked for, in the syntax that the server has as well: all members must hold. An absent field equals `null`; texts are
 * compared by their UTF-8 bytes. It is nested 4 deep and has 32 conditions at most.
 */
export type WhereOf<R> = string extends keyof R ? Where : WhereTyped<R>;

type WhereTyped<R> = {
  readonly [F in FieldOf<R>]?: (NonNullable<R[F]> & Operand) | null | FieldConditions<NonNullable<R[F]>>;
} & {
  readonly $and?: readonly WhereTyped<R>[];
  readonly $or?: readonly WhereTyped<R>[];
  readonly $not?: WhereTyped<R>;
};

/** A field to sort by, or `-` and a field to sort by it the other way round. */
export type SortBy<R> = FieldOf<R> | 'id' | `-${FieldOf<R> | 'id'}`;

/** A question about one collection. */
export interface Query<R = Row> {
  /** All rows unless given. */
  readonly where?: WhereOf<R> | undefined;
  /**
   * The field that counts most comes first; rows that are equal in all of them are in the order of their ids. Absent and `null` come before
   * booleans, these before numbers, these before texts (by code points), these before anything else.
   */
  readonly sort?: SortBy<R> | readonly SortBy<R>[] | undefined;
  /** Most rows of the result; `0` when only their `count` matters. */
  readonly limit?: number | undefined;
}

/** What a query found. Never changed in place; rows that did not change are the same objects as before. */
export interface QueryResult<R = Row> {
  /** In the order that was asked for, as many as the limit lets through. */
  readonly rows: readonly R[];
  /** How many rows there are without the limit. */
  readonly count: number;
}

/** What can be asked about live; a collection of a client is one. */
export interface Queryable<R> {
  /** Equal queries share one result. Throws when the query is none; nothing is done before somebody looks at the result. */
  query(query?: Query<R>): Observable<QueryResult<R>>;
  /** One record as it is shown; `null` while there is none. */
  watch(id: string): Observable<R | null>;
}
