import { expect, test } from 'vitest';
import { applyOp, patchOf } from '../../src/record/apply.js';
import { join } from '../../src/record/join.js';
import type { RecordState } from '../../src/record/state.js';
import { seeded } from '../seeded.js';
import { oneOf, randomOp, textOf } from './states.js';

const T1 = '0000000003e8-0000-9f2c4b7a01d3e688';
const T2 = '0000000007d0-0000-9f2c4b7a01d3e688';

function randomState(random: () => number): RecordState {
  let state: RecordState | undefined;
  for (let ops = 1 + Math.floor(random() * 4); ops > 0; ops--) {
    state = applyOp(state, randomOp(random));
  }
  return state!;
}

test('the order of joins does not matter, nor does a join more', () => {
  const random = seeded(3);
  for (let round = 0; round < 1_000; round++) {
    const [a, b, c] = [randomState(random), randomState(random), randomState(random)];
    const left = join(join(a, b).state, c).state;
    const right = join(a, join(b, c).state).state;
    const back = join(c, join(b, a).state).state;
    expect(textOf(right)).toBe(textOf(left));
    expect(textOf(back)).toBe(textOf(left));
    for (const part of [a, b, c, left]) {
      const { state, changed } = join(left, part);
      expect(state === left && changed.length === 0).toBe(true);
    }
  }
});

test('a join tells what is not as it was, and changes nothing else', () => {
  const random = seeded(4);
  for (let round = 0; round < 1_000; round++) {
    const [a, b] = [randomState(random), randomState(random)];
    const before = textOf(a);
    const { state, changed } = join(a, b);
    expect(textOf(a)).toBe(before);
    const names = new Set([...Object.keys(a.fields), ...Object.keys(state.fields)]);
    const differ = [...names].filter((name) => textOf(only(a, name)) !== textOf(only(state, name)));
    if (textOf(a) !== textOf({ ...state, ...(a.deleted && { deleted: a.deleted }) }) && differ.length === 0) {
      differ.push('deleted');
    }
    expect(new Set(changed.filter((name) => name !== 'deleted'))).toEqual(
      new Set(differ.filter((name) => name !== 'deleted')),
    );
    expect(changed.includes('deleted')).toBe(JSON.stringify(a.deleted) !== JSON.stringify(state.deleted));
  }
});

function only(state: RecordState, name: string): RecordState {
  const has = Object.hasOwn(state.fields, name);
  const clocks = typeof state.clocks === 'string' ? state.clocks : state.clocks[name];
  return {
    fields: has ? Object.fromEntries([[name, state.fields[name]!]]) : {},
    clocks: has ? Object.fromEntries([[name, clocks!]]) : {},
  };
}

test('the first state is brought into the form of all others', () => {
  const joined = join(undefined, {
    fields: { tags: ['b', 'a', 'unclocked'], gone: 1 },
    clocks: { title: T1, tags: { a: T1, b: T2, c: T1 }, none: {} },
  });
  expect(joined.state).toEqual({
    fields: { title: null, tags: ['a', 'b'] },
    clocks: { title: T1, tags: { a: T1, b: T2, c: T1 } },
  });
  expect(joined.changed).toEqual(['title', 'tags']);
});

test('elements are in the order of their bytes', () => {
  const clocks = { tags: { '🦷': T1, '～': T1, b: T1 } };
  expect(join(undefined, { fields: { tags: ['🦷', '～', 'b'] }, clocks }).state.fields.tags).toEqual(['b', '～', '🦷']);
});

test('a set wins over a register, whatever their clocks', () => {
  const set = { fields: { tags: ['a'] }, clocks: { tags: { a: T1 } } };
  const register = { fields: { tags: 'a' }, clocks: T2 };
  expect(join(set, register).state).toBe(set);
  expect(join(register, set).state).toEqual(set);
});

test('one clock for a deletion and a restore is a clock used twice, and the deletion stands', () => {
  const [gone, back] = [true, false].map((value) => ({ fields: {}, clocks: {}, deleted: { value, clock: T1 } }));
  expect(join(gone, back!)).toEqual({ state: gone, changed: [], reused: ['deleted'] });
  expect(join(back, gone!)).toEqual({ state: gone, changed: ['deleted'], reused: ['deleted'] });
});

test('one clock for an element added and removed is told once', () => {
  const [there, away] = [['a', 'b'], []].map((tags) => ({ fields: { tags }, clocks: { tags: { a: T1, b: T1 } } }));
  expect(join(away, there!)).toEqual({ state: there, changed: ['tags'], reused: ['tags'] });
});

test('an op writes its registers and elements under its clock, and what it adds and removes at once is added', () => {
  const put = { opId: '1', collection: 'todos', id: '1', kind: 'put' as const, hlc: T1 };
  const state = applyOp(undefined, { ...put, fields: { title: 'Milk', tags: { add: ['a'], remove: ['a', 'b'] } } });
  expect(state).toEqual({
    fields: { title: 'Milk', tags: ['a'] },
    clocks: { title: T1, tags: { a: T1, b: T1 } },
  });
  expect(applyOp(state, { ...put, fields: { title: 'Milk' } })).toBe(state);
  expect(applyOp(state, { ...put, kind: 'delete', hlc: T2 }).deleted).toEqual({ value: true, clock: T2 });
  expect(applyOp(state, { ...put, fields: { tags: { add: [], remove: [] } } })).toBe(state);
});

test('whether a value is a change of a set is known from the sets, then from the record', () => {
  const value = { add: ['a'], remove: [] };
  const op = { opId: '1', collection: 'c', id: '1', kind: 'put' as const, hlc: T2, fields: { x: value } };
  const register: RecordState = { fields: { x: 1 }, clocks: T1 };
  expect(patchOf(op).clocks).toEqual({ x: { a: T2 } });
  expect(applyOp(register, op)).toEqual({ fields: { x: value }, clocks: T2 });
  expect(applyOp(undefined, op, new Set())).toEqual({ fields: { x: value }, clocks: T2 });
  expect(applyOp(register, op, new Set(['x']))).toEqual({ fields: { x: ['a'] }, clocks: { x: { a: T2 } } });
});

test('ops in whatever order make the same record', () => {
  const random = seeded(5);
  for (let round = 0; round < 500; round++) {
    const ops = Array.from({ length: 8 }, () => randomOp(random));
    const shuffled = ops.map((op) => ({ op, at: random() })).sort((a, b) => a.at - b.at);
    const twice = [...shuffled, { op: oneOf(random, ops), at: 2 }];
    const sets = new Set(['tags', 'toString']);
    const inOrder = ops.reduce<RecordState | undefined>((state, op) => applyOp(state, op, sets), undefined)!;
    const mixed = twice.reduce<RecordState | undefined>((state, { op }) => applyOp(state, op, sets), undefined)!;
    expect(textOf(mixed)).toBe(textOf(inOrder));
  }
});
