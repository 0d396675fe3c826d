import { describe, expect, it } from 'vitest';
import { readWhere } from '../../src/filter/where.js';
import { Feed } from '../../src/query/feed.js';
import type { Row } from '../../src/query/source.js';
import type { Json } from '../../src/value/json.js';
import type { Timers } from '../../src/sync/ports.js';
import { seeded } from '../seeded.js';
import { VirtualTime } from '../server/virtual-time.js';
import { Rows } from './rows.js';

const SIZE = 400;

describe('the rows that a query looks at', () => {
  it('are those with the value alone, soon after a field was asked for', async () => {
    const { feed, time } = fixture();
    expect(candidates(feed, { list: 7 })).toHaveLength(SIZE);
    expect(candidates(feed, { list: 7 })).toHaveLength(SIZE);
    await time.pass(1);
    expect(candidates(feed, { list: 8 })).toHaveLength(SIZE / 20);
    expect(candidates(feed, { list: { $in: [8, 9] }, done: false })).toHaveLength(SIZE / 10);
  });

  it('are those with the value for the second who follows, when the first asked before he followed', async () => {
    const { feed, leave, time } = fixture();
    leave();
    candidates(feed, { list: 7 });
    follow(feed);
    await time.pass(1);
    expect(candidates(feed, { list: 8 })).toHaveLength(SIZE / 20);
  });

  it('are all while nobody follows the collection', async () => {
    const { feed, leave, time } = fixture();
    candidates(feed, { list: 7 });
    await time.pass(1);
    leave();
    expect(candidates(feed, { list: 8 })).toHaveLength(SIZE);
  });

  it('are all when the field parts them into few, or one of several conditions will do', async () => {
    const { feed, time } = fixture();
    for (const _ of [1, 2, 3]) {
      await time.pass(1);
      expect(candidates(feed, { done: true })).toHaveLength(SIZE);
      expect(candidates(feed, { $or: [{ list: 1 }, { done: true }] })).toHaveLength(SIZE);
      expect(candidates(feed, { $not: { list: 1 } })).toHaveLength(SIZE);
      expect(candidates(feed, { list: { $ne: 1 } })).toHaveLength(SIZE);
    }
  });

  it('are all as long as a large collection is not looked through, which takes several turns; what changes meanwhile is not lost', () => {
    const tasks: (() => void)[] = [];
    const { rows, feed } = fixture(40_000, later(tasks));
    candidates(feed, { list: 7 });
    tasks.shift()!();
    expect(candidates(feed, { list: 8 })).toHaveLength(40_000);
    rows.change({ r8: { list: 9 }, r9: { list: 8 }, r28: undefined, new: { list: 8 }, r9_999: { list: 8 } });
    rows.change({ r9: { list: 8, done: true }, r9998: { list: 8 }, new: undefined, newer: { list: 8 } });
    expect(candidates(feed, { list: 8 }).length).toBeGreaterThan(39_000);
    while (tasks.length > 0) tasks.shift()!();
    const found = candidates(feed, { list: 8 });
    expect(ids(found)).toEqual(ids([...rows.rows()].filter((row) => row['list'] === 8)));
    expect(found).toHaveLength(40_000 / 20 + 2);
  });

  it('have among them all that match, whatever has become of them', async () => {
    const { rows, feed, time } = fixture();
    candidates(feed, { list: 3 });
    await time.pass(1);
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

/** Timers that leave what is to be done to whoever holds the list. */
function later(tasks: (() => void)[]): Pick<Timers, 'after'> {
  return {
    after(_, work) {
      tasks.push(work);
      return () => undefined;
    },
  };
}

function fixture(size = SIZE, timers?: Pick<Timers, 'after'>) {
  const rows = new Rows(
    'todos',
    Array.from({ length: size }, (_, at): Row => ({ id: `r${at}`, list: at % 20, done: at % 2 === 0 })),
  );
  const time = new VirtualTime();
  const feed = new Feed(rows, timers ?? time);
  return { rows, feed, leave: follow(feed), time };
}

function follow(feed: Feed): () => void {
  return feed.join({ take: () => false, tell: () => undefined });
}

function candidates(feed: Feed, where: Json): Row[] {
  return [...feed.candidates(readWhere(where))];
}

function ids(rows: readonly Row[]): string[] {
  return rows.map(({ id }) => id).sort();
}
