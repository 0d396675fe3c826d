import type { Json } from '../value/json.js';
import { compareUtf8 } from '../value/text.js';
import type { Row } from './source.js';

/** Negative when `a` comes before `b`; never 0 for two different rows of a collection. */
export type RowOrder = (a: Row, b: Row) => number;

/** The order that fields (`-field` the other way round) give, then ids. */
export function rowOrder(sort: readonly string[]): RowOrder {
  const byField = sort.map((by) => (by.startsWith('-') ? descending(by.slice(1)) : ascending(by)));
  const [first] = byField;
  if (first === undefined) {
    return compareIds;
  }
  if (byField.length === 1) {
    return (a, b) => first(a, b) || compareIds(a, b);
  }
  return (a, b) => {
    for (const order of byField) {
      const side = order(a, b);
      if (side !== 0) {
        return side;
      }
    }
    return compareIds(a, b);
  };
}

const ascending =
  (field: string): RowOrder =>
  (a, b) =>
    compareValues(a[field], b[field]);

const descending =
  (field: string): RowOrder =>
  (a, b) =>
    compareValues(b[field], a[field]);

const compareIds: RowOrder = (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function compareValues(a: Json | undefined, b: Json | undefined): number {
  if (typeof a === 'string' && typeof b === 'string') {
    return compareUtf8(a, b);
  }
  if (typeof a === 'number' && typeof b === 'number') {
    return a - b;
  }
  const side = rank(a) - rank(b);
  return side === 0 && typeof a === 'boolean' ? Number(a) - Number(b) : side;
}

function rank(value: Json | undefined): number {
  switch (typeof value) {
    case 'undefined':
      return 0;
    case 'boolean':
      return 1;
    case 'number':
      return 2;
    case 'string':
      return 3;
    default:
      return value === null ? 0 : 4;
  }
}
