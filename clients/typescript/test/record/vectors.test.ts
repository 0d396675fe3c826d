import { describe, expect, test } from 'vitest';
import { Digest, hashHex, leafOf, recordHash } from '../../src/record/digest.js';
import { join } from '../../src/record/join.js';
import { fnv1a, partitionOf } from '../../src/record/partition.js';
import type { RecordState } from '../../src/record/state.js';
import { vectors } from '../vectors.js';

interface MergeVectors {
  cases: { name: string; a: RecordState; b: RecordState; joined: RecordState; reused?: string[] }[];
}
interface DigestVectors {
  records: (RecordState & { id: string; hash: string; leaf: number })[];
  root: { count: number; sum: string };
}
interface PartitionVectors {
  cases: { text: string; hash: number; partition: number }[];
}

describe('the join', () => {
  test.each(vectors<MergeVectors>('merge.json').cases)('$name', ({ a, b, joined, reused }) => {
    for (const [first, second] of [
      [a, b],
      [b, a],
    ] as const) {
      const result = join(first, second);
      expect(result.state).toEqual(joined);
      expect(result.reused).toEqual(reused ?? []);
      expect(join(result.state, first).state).toBe(result.state);
      expect(join(result.state, second).state).toBe(result.state);
    }
  });
});

describe('the digest', () => {
  const { records, root } = vectors<DigestVectors>('digest.json');

  test.each(records)('of $id', ({ id, hash, leaf, ...state }) => {
    expect(hashHex(recordHash(id, state))).toBe(hash);
    expect(leafOf(id)).toBe(leaf);
  });

  test('of them all', () => {
    const digest = new Digest();
    for (const { id, ...state } of records) {
      digest.add(id, recordHash(id, state));
    }
    expect(digest.root).toEqual(root);
    expect(digest.leaves[records[0]!.leaf]).toEqual({ count: 1, sum: records[0]!.hash });
  });
});

test.each(vectors<PartitionVectors>('partition.json').cases)(
  'the partition of "$text"',
  ({ text, hash, partition }) => {
    expect(fnv1a(text)).toBe(hash);
    expect(partitionOf(text)).toBe(partition);
  },
);
