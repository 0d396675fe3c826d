import { canonical } from '../value/canonical.js';
import type { Json } from '../value/json.js';
import { own } from '../value/own.js';
import { compareUtf8 } from '../value/text.js';

/**
 * Which records of a collection are meant; read by `readWhere`. Never fails: a value of another type than the operand simply does not
 * match.
 */
export interface Filter {
  /** Whether a record with these fields is one of them; sets are arrays. `id` is no field, and a field that is `undefined` is absent. */
  matches(fields: Readonly<Record<string, Json | undefined>>): boolean;
  /** JSON text that is the same for the same conditions, in whatever order they were written. */
  readonly canonical: string;
  /** The names of the fields that it looks at. */
  readonly fields: ReadonlySet<string>;
  /** Fields that have one of these values in every record that it matches; an absent field is `null`. Nothing when none is known. */
  readonly equal?: ReadonlyMap<string, ReadonlySet<Json>>;
}

type Seen = Readonly<Record<string, Json | undefined>>;

/** How many elements of an array filters see. */
const SEEN_ELEMENTS = 64;

/** Everything that follows; every record when nothing does. */
export function all(parts: readonly Filter[]): Filter {
  const filter = combined('$and', parts, (sorted, fields) => sorted.every((part) => part.matches(fields)));
  const equal = parts.flatMap((part) => [...(part.equal ?? [])]);
  return parts.length > 1 && equal.length > 0 ? { ...filter, equal: new Map(equal) } : filter;
}

/** At least one of them. */
export function any(parts: readonly Filter[]): Filter {
  return combined('$or', parts, (sorted, fields) => sorted.some((part) => part.matches(fields)));
}

/** The complement. */
export function not(part: Filter): Filter {
  return {
    matches: (fields) => !part.matches(fields),
    canonical: `{"$not":${part.canonical}}`,
    fields: part.fields,
  };
}

/** The field is equal to one of the values; an absent field is `null`. */
export function oneOf(field: string, values: readonly Json[]): Filter {
  const sorted = [...new Map(values.map((value) => [canonical(value), value]))].sort(([a], [b]) => compareUtf8(a, b));
  const wanted = new Set(values);
  const filter = condition(
    field,
    '$in',
    sorted.map(([, value]) => value),
    (value) => wanted.has(value ?? null),
  );
  return { ...filter, equal: new Map([[field, wanted]]) };
}

/** The field was ever written, be it with `null`. */
export function exists(field: string): Filter {
  return condition(field, '$exists', true, (value) => value !== undefined);
}

/** The field is an array or a set, and the value is one of its elements. */
export function contains(field: string, element: Json): Filter {
  return condition(field, '$contains', element, (value) => {
    const at = Array.isArray(value) ? value.indexOf(element) : -1;
    return at >= 0 && at < SEEN_ELEMENTS;
  });
}

/** On which side of its operand a value lies. */
export const ORDERS = {
  $lt: (order: number) => order < 0,
  $lte: (order: number) => order <= 0,
  $gt: (order: number) => order > 0,
  $gte: (order: number) => order >= 0,
} as const;

/** The field comes before or after the operand, both being numbers, or both texts. */
export function ordered(field: string, operator: keyof typeof ORDERS, operand: number | string): Filter {
  const holds = ORDERS[operator];
  return condition(field, operator, operand, (value) => {
    if (typeof operand === 'string') {
      return typeof value === 'string' && holds(compareUtf8(value, operand));
    }
    return typeof value === 'number' && holds(value - operand);
  });
}

function condition(
  field: string,
  operator: string,
  operand: Json,
  holds: (value: Json | undefined) => boolean,
): Filter {
  return {
    matches: (fields) => holds(field === 'id' ? undefined : own(fields, field)),
    canonical: `{${JSON.stringify(field)}:{"${operator}":${canonical(operand)}}}`,
    fields: new Set([field]),
  };
}

/** Parts in the order of their texts, each once; a single one stands for itself. */
function combined(
  operator: string,
  parts: readonly Filter[],
  holds: (parts: readonly Filter[], fields: Seen) => boolean,
): Filter {
  const sorted = [...new Map(parts.map((part) => [part.canonical, part])).values()].sort((a, b) =>
    compareUtf8(a.canonical, b.canonical),
  );
  return sorted.length === 1
    ? sorted[0]!
    : {
        matches: (fields) => holds(sorted, fields),
        canonical: `{"${operator}":[${sorted.map((part) => part.canonical).join(',')}]}`,
        fields: new Set(sorted.flatMap((part) => [...part.fields])),
      };
}
