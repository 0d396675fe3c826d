import { describe, expect, test } from 'vitest';
import { canonical, equalJson } from '../../src/value/canonical.js';
import { checkJson, InvalidValue } from '../../src/value/check.js';
import { isId, newId } from '../../src/value/id.js';
import type { Json } from '../../src/value/json.js';
import { own, setOwn } from '../../src/value/own.js';
import { secureRandom } from '../../src/value/random.js';
import { compareUtf8, isWellFormed, utf8Length } from '../../src/value/text.js';
import { seeded } from '../seeded.js';

function randomText(random: () => number): string {
  const points = [0x41, 0x7f, 0x80, 0xe9, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xff5e, 0xffff, 0x10000, 0x1f9b7, 0x10ffff];
  return Array.from({ length: Math.floor(random() * 5) }, () =>
    String.fromCodePoint(points[Math.floor(random() * points.length)]!),
  ).join('');
}

describe('canonical JSON', () => {
  test.each<[Json, string]>([
    [null, 'null'],
    [-0, '0'],
    [1e21, '1e+21'],
    [0.000001, '0.000001'],
    [1e-7, '1e-7'],
    [333333333.3333333, '333333333.3333333'],
    ['\u20ac$\u000f\nA\'B"\\/', '"€$\\u000f\\nA\'B\\"\\\\/"'],
    [{ b: [true, {}], a: 'x', '\u{1f9b7}': 1, '\uff5e': 2, '10': 3, '9': 4 }, ''],
  ])('of %j', (value, text) => {
    // names are in the order of their UTF-16 units
    const wanted = text || '{"10":3,"9":4,"a":"x","b":[true,{}],"\u{1f9b7}":1,"\uff5e":2}';
    expect(canonical(value)).toBe(wanted);
    expect(canonical(JSON.parse(wanted) as Json)).toBe(wanted);
  });

  test('values are equal when their canonical JSON is', () => {
    const parts: Json[] = [
      null,
      0,
      1,
      '',
      '1',
      [],
      {},
      [null],
      [[]],
      { a: 1 },
      { a: [1], b: null },
      { b: null, a: [1] },
    ];
    const own = JSON.parse('{"__proto__":1}') as Json;
    for (const a of [...parts, own]) {
      for (const b of [...parts, own, undefined]) {
        expect(equalJson(a, b)).toBe(b !== undefined && canonical(a) === canonical(b));
      }
    }
    expect(equalJson(undefined, undefined)).toBe(true);
  });
});

describe('what cannot be kept is refused', () => {
  const deep = (depth: number): Json => (depth === 0 ? 1 : [deep(depth - 1)]);
  const cycle: unknown[] = [];
  cycle.push(cycle);

  test.each<[unknown, string]>([
    [undefined, ''],
    [Number.NaN, ''],
    [{ a: [1, Infinity] }, '/a/1'],
    [{ 'a/b': { '~': 2 ** 53 } }, '/a~1b/~0'],
    [-(2 ** 53), ''],
    ['a\0b', ''],
    [['\ud83e'], '/0'],
    [{ '\udd00': 1 }, ''],
    [{ a: new Date(0) }, '/a'],
    [{ a: undefined }, '/a'],
    [[() => 1], '/0'],
    [10n, ''],
    [new Map(), ''],
    [deep(33), '/0'.repeat(32)],
    [cycle, '/0'.repeat(32)],
  ])('%s', (value, pointer) => {
    let fault: unknown;
    try {
      checkJson(value);
    } catch (thrown) {
      fault = thrown;
    }
    expect(fault).toBeInstanceOf(InvalidValue);
    expect((fault as InvalidValue).pointer).toBe(pointer);
  });

  test('and nothing else', () => {
    const plain: unknown = Object.assign(Object.create(null), { a: 1 });
    for (const value of [null, true, 0, -1.5, 2 ** 53 - 1, 1.5e-300, '', '🦷', [], {}, plain, deep(32)]) {
      expect(() => checkJson(value)).not.toThrow();
    }
  });

  test('with a pointer from where it is told to begin', () => {
    expect(() => checkJson([[Number.NaN]], '/fields/due')).toThrow('/fields/due/0/0 is not a finite number');
  });
});

describe('texts', () => {
  test('are in the order of their bytes', () => {
    const random = seeded(2);
    for (let round = 0; round < 3_000; round++) {
      const [a, b] = [randomText(random), randomText(random)];
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(utf8Length(a)).toBe(Buffer.byteLength(a));
    }
  });

  test('are well-formed when each half of a character has the other', () => {
    expect(['', 'a', '🦷', '🦷🦷', '\ud83e', '\uddb7', 'a\uddb7\ud83e', '\ud83ea'].map(isWellFormed)).toEqual([
      ...[true, true, true, true],
      ...[false, false, false, false],
    ]);
  });
});

describe('ids', () => {
  test('are UUIDs of version 7, and sort by their time', () => {
    const random = seeded(3);
    const ids = Array.from({ length: 500 }, (_, at) => newId(1_763_717_248_000 + at * 7, random));
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
      true,
    );
    expect([...ids].sort()).toEqual(ids);
    expect(ids[0]!.startsWith('019aa5bd-7400-7')).toBe(true);
    expect(new Set(ids.map((id) => id.charAt(19)))).toEqual(new Set(['8', '9', 'a', 'b']));
    expect(ids.every(isId)).toBe(true);
  });

  test('of one millisecond differ', () => {
    const ids = Array.from({ length: 2_000 }, () => newId(1, secureRandom));
    expect(new Set(ids).size).toBe(2_000);
  });

  test.each([
    '',
    '0193A5F0-7c1e-7b3a-9d2f-1c8e5a6b7c01',
    '0193a5f07c1e7b3a9d2f1c8e5a6b7c01',
    ' 0193a5f0-7c1e-7b3a-9d2f',
  ])('"%s" is none', (text) => {
    expect(isId(text)).toBe(false);
  });

  test('the secure source gives numbers in [0, 1)', () => {
    const numbers = Array.from({ length: 1_000 }, secureRandom);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(Math.abs(numbers.reduce((sum, number) => sum + number, 0) / 1_000 - 0.5)).toBeLessThan(0.1);
  });
});

test('names of members are names, whatever a prototype has', () => {
  const object: Record<string, number> = {};
  setOwn(object, '__proto__', 1);
  setOwn(object, 'constructor', 2);
  expect(Object.entries(object)).toEqual([
    ['__proto__', 1],
    ['constructor', 2],
  ]);
  expect([own(object, '__proto__'), own(object, 'toString')]).toEqual([1, undefined]);
});
