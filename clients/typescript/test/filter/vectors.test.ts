import { describe, expect, test } from 'vitest';
import { InvalidWhere, readWhere } from '../../src/filter/where.js';
import type { Fields, Json } from '../../src/value/json.js';
import { vectors } from '../vectors.js';

interface Vectors {
  valid: { name: string; where: Json; canonical: string; matches: Fields[]; fails: Fields[] }[];
  invalid: { where: Json; pointer: string }[];
}

const where = vectors<Vectors>('where.json');

describe('a filter', () => {
  test.each(where.valid)('$name', (vector) => {
    const filter = readWhere(vector.where);
    expect(filter.canonical).toBe(vector.canonical);
    expect(vector.matches.filter((fields) => !filter.matches(fields))).toEqual([]);
    expect(vector.fails.filter((fields) => filter.matches(fields))).toEqual([]);
  });
});

test.each(where.invalid)('$where is none, because of $pointer', ({ where: none, pointer }) => {
  const fault = faultOf(none);
  expect(fault).toBeInstanceOf(InvalidWhere);
  expect((fault as InvalidWhere).pointer).toBe(pointer);
  expect((fault as InvalidWhere).detail).not.toBe('');
});

function faultOf(none: Json): unknown {
  try {
    readWhere(none);
  } catch (fault) {
    return fault;
  }
  return undefined;
}
