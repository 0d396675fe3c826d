import { checkJson, InvalidValue } from '../value/check.js';
import type { Json } from '../value/json.js';

/** A field whose value is replaced as a whole: the latest write wins. `null` clears it. */
export interface RegisterField<V> {
  /** The later write wins. */
  readonly merge: 'register';
  /** Refuses what is no value of it with an {@link InvalidValue}; `pointer` says where the value stands. */
  readonly check: (value: unknown, pointer: string) => asserts value is V;
  /** The same field, which cannot be cleared. */
  notNull(): RegisterField<NonNullable<V>>;
}

/** A field that is a set of texts: what is added here and removed there never compete. */
export interface SetField<E extends string> {
  /** Elements are added and removed one by one. */
  readonly merge: 'set';
  /** Refuses what is no element of it with an {@link InvalidValue}. */
  readonly check: (value: unknown, pointer: string) => asserts value is E;
}

/** A field of a collection. */
export type Field = RegisterField<never> | RegisterField<unknown> | SetField<string>;

/** A text of well-formed Unicode without U+0000. */
export function text(): RegisterField<string | null> {
  return register((value): value is string => typeof value === 'string', 'is not a text');
}

/** A number that JSON has; integers lie within ±(2^53 - 1). */
export function number(): RegisterField<number | null> {
  return register((value): value is number => typeof value === 'number', 'is not a number');
}

/** A whole number within ±(2^53 - 1). */
export function integer(): RegisterField<number | null> {
  return register((value): value is number => Number.isSafeInteger(value), 'is not a whole number');
}

/** `true` or `false`. */
export function boolean(): RegisterField<boolean | null> {
  return register((value): value is boolean => typeof value === 'boolean', 'is neither true nor false');
}

/** One of some texts. */
export function oneOf<const E extends string>(...texts: readonly E[]): RegisterField<E | null> {
  return register((value): value is E => texts.some((each) => each === value), `is none of ${texts.join(', ')}`);
}

/** Anything that JSON has, replaced as a whole. The type is taken on trust. */
export function json<T extends Json = Json>(): RegisterField<T | null> {
  return register((value): value is T => value !== undefined, 'is not a JSON value');
}

/** A set of texts; `element` says which, and is a text unless given. */
export function set<E extends string = string>(element?: RegisterField<E | null>): SetField<E> {
  const checked: RegisterField<unknown> = element ?? text();
  return {
    merge: 'set',
    check(value, pointer) {
      if (typeof value !== 'string') {
        throw new InvalidValue(pointer, 'is not a text');
      }
      checked.check(value, pointer);
    },
  };
}

function register<V>(accepts: (value: unknown) => value is V, complaint: string): RegisterField<V | null> {
  const check = (value: unknown, pointer: string): void => {
    if (!accepts(value)) {
      throw new InvalidValue(pointer, complaint);
    }
    checkJson(value, pointer);
  };
  const strict: RegisterField<NonNullable<V>> = { merge: 'register', check, notNull: () => strict };
  return {
    merge: 'register',
    check: (value, pointer) => {
      if (value !== null) {
        check(value, pointer);
      }
    },
    notNull: () => strict,
  };
}
