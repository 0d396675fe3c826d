import { describe, expect, it } from 'vitest';
import { readWhere } from '../../src/filter/where.js';
import { Feed } from '../../src/query/feed.js';
import type { Row } from '../../src/query/source.js';
import type { Json } from '../../src/value/json.js';
import { seeded } from '../seeded.js';
import { VirtualTime } from '../server/virtual-time.js';
import { Rows } from './rows.js';

const SIZE = 400;

describe('the rows that a query looks at', () => {
  it('are those with the value alone, once a field was asked for twice', () => {
    const { feed } = fixture();
    expect(candidates(feed, { list: 7 })).toHaveLength(SIZE);
    expect(candidates(feed, { list: 8 })).toHaveLength(SIZE / 20);
    expect(candidates(feed, { list: { $in: [8, 9] }, done: false })).toHaveLength(SIZE / 10);
  });

  it('are all while nobody follows the collection', () => {
    const { feed, leave } = fixture();
    candidates(feed, { list: 7 });
    candidates(feed, { list: 8 });
    leave();
    expect(candidates(feed, { list: 8 })).toHaveLength(SIZE);
  });

  it('are all when the field parts them into few, or one of several conditions will do', () => {
    const { feed } = fixture();
    for (const _ of [1, 2, 3]) {
      expect(candidates(feed, { done: true })).toHaveLength(SIZE);
      expect(candidates(feed, { $or: [{ list: 1 }, { done: true }] })).toHaveLength(SIZE);
      expect(candidates(feed, { $not: { list: 1 } })).toHaveLength(SIZE);
      expect(candidates(feed, { list: { $ne: 1 } })).toHaveLength(SIZE);
    }
  });

  it('are all as long as a large collection is not looked through, which takes several turns; what changes meanwhile is not lost', async () => {
    const { rows, feed, time } = fixture(10_000);
    candidates(feed, { list: 7 });
    expect(candidates(feed, { list: 8 })).toHaveLength(10_000);
    rows.change({ r8: { list: 9 }, r9: { list: 8 }, r28: undefined, new: { list: 8 }, r9_999: { list: 8 } });
    rows.change({ r9: { list: 8, done: true }, r9998: { list: 8 }, new: undefined, newer: { list: 8 } });
    expect(candidates(feed, { list: 8 }).length).toBeGreaterThan(9_000);
    await time.pass(1);
    const found = candidates(feed, { list: 8 });
    expect(ids(found)).toEqual(ids([...rows.rows()].filter((row) => row['list'] === 8)));
    expect(found).toHaveLength(10_000 / 20 + 2);
    expect(time.waiting).toBe(0);
  });

  it('have among them all that match, whatever has become of them', () => {
    const { rows, feed } = fixture();
    const random = seeded(7);
    const values: (Json | undefined)[] = [undefined, null, true, 0, 1, 2, '1', 'x', [1], { a: 1 }];
    const any = () => values[Math.floor(random() * values.length)];
    for (let round = 0; round < 300; round++) {
      const id = `r${Math.floor(random() * SIZE)}`;
      const value = any();
      rows.change({
        [id]: random() < 0.2 ? undefined : { ...(value !== undefined && { list: value }), done: any() as Json },
      });
      const wanted = any();
      if (typeof wanted !== 'object' || wanted === null) {
        for (const where of [{ list: wanted ?? null }, { list: { $in: [wanted ?? null, 3] }, done: { $ne: true } }]) {
          const filter = readWhere(where);
          const found = [...feed.candidates(filter)].filter((row) => filter.matches(row));
          expect(ids(found)).toEqual(ids([...rows.rows()].filter((row) => filter.matches(row))));
        }
      }
    }
    expect(candidates(feed, { list: 3 }).length).toBeLessThan(SIZE / 10);
  });
});

function fixture(size = SIZE) {
  const rows = new Rows(
    'todos',
    Array.from({ length: size }, (_, at): Row => ({ id: `r${at}`, list: at % 20, done: at % 2 === 0 })),
  );
  const time = new VirtualTime();
  const feed = new Feed(rows, time);
  const leave = feed.join({ take: () => false, tell: () => undefined });
  return { rows, feed, leave, time };
}

function candidates(feed: Feed, where: Json): Row[] {
  return [...feed.candidates(readWhere(where))];
}

function ids(rows: readonly Row[]): string[] {
  return rows.map(({ id }) => id).sort();
}
