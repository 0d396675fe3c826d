import { expect, test } from 'vitest';
import { readWhere } from '../../src/filter/where.js';
import type { Fields, Json } from '../../src/value/json.js';
import { seeded } from '../seeded.js';

type Random = () => number;

const NAMES = ['a', 'b', 'constructor'];
const SCALARS: readonly Json[] = [null, true, false, 0, 1, 2.5, '', 'x', '～', '🦷'];
const VALUES: readonly Json[] = [...SCALARS, [], ['x', 1], [null], {}, { x: 1 }];

function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)]!;
}

function randomFields(random: Random): Fields {
  return Object.fromEntries(NAMES.filter(() => random() < 0.7).map((name) => [name, pick(random, VALUES)]));
}

function randomOperators(random: Random): Record<string, Json> {
  const bound = pick(
    random,
    SCALARS.filter((value) => typeof value === 'string' || typeof value === 'number'),
  );
  return pick<Record<string, Json>>(random, [
    { $eq: pick(random, SCALARS) },
    { $ne: pick(random, SCALARS) },
    { $in: SCALARS.filter(() => random() < 0.3) },
    { $nin: SCALARS.filter(() => random() < 0.3) },
    { $exists: random() < 0.5 },
    { $contains: pick(random, SCALARS) },
    { $lt: bound },
    { $gte: bound, $lte: pick<Json>(random, [2, 'x']) },
    { $not: { $gt: bound } },
  ]);
}

function randomWhere(random: Random, depth = 1): Record<string, Json> {
  const some = () => Array.from({ length: 1 + Math.floor(random() * 2) }, () => randomWhere(random, depth + 1));
  const members: [string, Json][] = NAMES.filter(() => random() < 0.4).map((name) => [
    name,
    random() < 0.3 ? pick(random, SCALARS) : randomOperators(random),
  ]);
  if (depth < 3) {
    for (const [operator, operand] of [
      ['$and', some],
      ['$or', some],
      ['$not', () => some()[0]!],
    ] as const) {
      if (random() < 0.3) {
        members.push([operator, operand()]);
      }
    }
  }
  return Object.fromEntries(members.sort(() => random() - 0.5));
}

/** The table of the protocol, word by word. */
function holds(where: Readonly<Record<string, Json>>, fields: Fields): boolean {
  return Object.entries(where).every(([name, operand]) => {
    switch (name) {
      case '$and':
        return (operand as Record<string, Json>[]).every((each) => holds(each, fields));
      case '$or':
        return (operand as Record<string, Json>[]).some((each) => holds(each, fields));
      case '$not':
        return !holds(operand as Record<string, Json>, fields);
      default: {
        const written = Object.keys(fields).includes(name);
        const operators = typeof operand === 'object' && operand !== null ? operand : { $eq: operand };
        return passes(operators as Record<string, Json>, written, written ? fields[name]! : null);
      }
    }
  });
}

function passes(operators: Readonly<Record<string, Json>>, written: boolean, value: Json): boolean {
  return Object.entries(operators).every(([operator, operand]) => {
    const order =
      typeof value === typeof operand && (typeof value === 'string' || typeof value === 'number')
        ? typeof value === 'number'
          ? value - (operand as number)
          : Buffer.compare(Buffer.from(value), Buffer.from(operand as string))
        : Number.NaN;
    switch (operator) {
      case '$eq':
        return value === operand;
      case '$ne':
        return value !== operand;
      case '$in':
        return (operand as Json[]).includes(value);
      case '$nin':
        return !(operand as Json[]).includes(value);
      case '$exists':
        return written === operand;
      case '$contains':
        return Array.isArray(value) && value.includes(operand);
      case '$lt':
        return order < 0;
      case '$lte':
        return order <= 0;
      case '$gt':
        return order > 0;
      case '$gte':
        return order >= 0;
      default:
        return !passes(operand as Record<string, Json>, written, value);
    }
  });
}

test('filters hold as the protocol says', () => {
  const random = seeded(21);
  const seen = { held: 0, failed: 0 };
  for (let round = 0; round < 3_000; round++) {
    const where = randomWhere(random);
    const filter = readWhere(where);
    for (let records = 0; records < 5; records++) {
      const fields = randomFields(random);
      const held = filter.matches(fields);
      if (held !== holds(where, fields)) {
        expect.fail(`${JSON.stringify(where)} of ${JSON.stringify(fields)} is ${held}`);
      }
      seen[held ? 'held' : 'failed']++;
    }
  }
  expect(Math.min(seen.held, seen.failed)).toBeGreaterThan(1_000);
});

test('the order in which conditions are written does not show', () => {
  const random = seeded(22);
  const shuffled = (json: Json): Json => {
    if (Array.isArray(json)) {
      return json.map(shuffled).sort(() => random() - 0.5);
    }
    return typeof json === 'object' && json !== null
      ? Object.fromEntries(
          Object.entries(json)
            .map(([name, value]): [string, Json] => [name, shuffled(value)])
            .sort(() => random() - 0.5),
        )
      : json;
  };
  for (let round = 0; round < 1_000; round++) {
    const where = randomWhere(random);
    expect(readWhere(shuffled(where)).canonical).toBe(readWhere(where).canonical);
  }
});

test('a filter tells which fields it looks at', () => {
  const filter = readWhere({ a: 1, $or: [{ b: { $gt: 2 } }, { $not: { c: { $exists: true } } }], $and: [{}] });
  expect([...filter.fields].sort()).toEqual(['a', 'b', 'c']);
  expect([...readWhere({}).fields]).toEqual([]);
});

test('id is no field, and a field without a value is absent', () => {
  expect(readWhere({ id: '1' }).matches({ id: '1' })).toBe(false);
  expect(readWhere({ id: null }).matches({ id: '1' })).toBe(true);
  expect(readWhere({ a: { $exists: false } }).matches({ a: undefined })).toBe(true);
  expect(readWhere({ toString: null }).matches({})).toBe(true);
});
