import { expect, test } from 'vitest';
import { applyOp } from '../../src/record/apply.js';
import { Digest, leafOf, recordHash } from '../../src/record/digest.js';
import type { RecordState } from '../../src/record/state.js';
import { isDeleted, isPurged } from '../../src/record/tombstone.js';
import { seeded } from '../seeded.js';
import { randomOp } from './states.js';

test('a digest kept up to date is the digest made anew', () => {
  const random = seeded(9);
  const kept = new Digest();
  const states = new Map<string, RecordState>();
  const hashOf = (id: string) => {
    const state = states.get(id);
    return state && recordHash(id, state);
  };
  for (let round = 0; round < 3_000; round++) {
    const id = `record-${Math.floor(random() * 400)}`;
    const before = hashOf(id);
    if (random() < 0.1) {
      states.delete(id);
    } else {
      states.set(id, applyOp(states.get(id), randomOp(random)));
    }
    kept.replace(id, before, hashOf(id));
  }
  const anew = new Digest();
  for (const id of states.keys()) {
    anew.add(id, hashOf(id)!);
  }
  expect(kept.root).toEqual(anew.root);
  expect(kept.leaves).toEqual(anew.leaves);
  expect(kept.root.count).toBe(states.size);
  expect(kept.leaves.reduce((sum, leaf) => sum + leaf.count, 0)).toBe(states.size);
});

test('what was added and removed leaves nothing', () => {
  const digest = new Digest();
  digest.add('a', 0xffff_ffff_ffff_ffffn);
  expect(digest.leaves[leafOf('a')]).toEqual({ count: 1, sum: 'ffffffffffffffff' });
  digest.add('b', 2n);
  expect(digest.root).toEqual({ count: 2, sum: '0000000000000001' });
  digest.remove('a', 0xffff_ffff_ffff_ffffn);
  digest.remove('b', 2n);
  expect(digest.root).toEqual({ count: 0, sum: '0000000000000000' });
  expect(digest.leaves).toHaveLength(256);
  expect(new Set(digest.leaves.map((leaf) => leaf.sum))).toEqual(new Set(['0000000000000000']));
});

test('the hash does not depend on how the clocks are written', () => {
  const clock = '0000000003e8-0000-9f2c4b7a01d3e688';
  const fields = { b: 1, a: 2 };
  expect(recordHash('1', { fields, clocks: clock })).toBe(recordHash('1', { fields, clocks: { a: clock, b: clock } }));
  expect(recordHash('1', { fields, clocks: { a: clock, b: clock, none: {} } })).toBe(
    recordHash('1', { fields, clocks: clock }),
  );
});

test('a tombstone is purged once its deletion is older', () => {
  const deleted = { value: true, clock: '0000000003e8-ffff-9f2c4b7a01d3e688' };
  const state = { fields: {}, clocks: {}, deleted };
  expect([isDeleted(state), isPurged(state, 1_000), isPurged(state, 1_001)]).toEqual([true, false, true]);
  const restored = { ...state, deleted: { ...deleted, value: false } };
  expect([isDeleted(restored), isPurged(restored, 1_001)]).toEqual([false, false]);
  expect(isDeleted({ fields: {}, clocks: {} })).toBe(false);
});
