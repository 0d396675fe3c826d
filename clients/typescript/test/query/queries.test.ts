import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidWhere, readWhere } from '../../src/filter/where.js';
import { type Interest, Queries } from '../../src/query/queries.js';
import type { Query, QueryResult } from '../../src/query/query.js';
import { rowOrder } from '../../src/query/sort.js';
import type { Row } from '../../src/query/source.js';
import type { Where } from '../../src/wire/messages.js';
import { settled, VirtualTime } from '../server/virtual-time.js';
import { Rows } from './rows.js';

const todos: Row[] = [
  { id: 'a', title: 'Milk', done: false, due: 3, tags: ['shop'] },
  { id: 'b', title: 'Call', done: true, due: 1, tags: [] },
  { id: 'c', title: 'Bread', done: false, due: 2, tags: ['shop'] },
  { id: 'd', title: 'Write', done: false, due: 4, tags: ['desk'] },
];

describe('a live query', () => {
  it('finds what matches, in its order, and as many as it wants', () => {
    const { open } = fixture();
    expect(ids(open({ where: { done: false }, sort: 'due' }))).toEqual(['c', 'a', 'd']);
    expect(ids(open({ where: { tags: { $contains: 'shop' } }, sort: '-due' }))).toEqual(['a', 'c']);
    const limited = open({ where: { done: false }, sort: ['-done', 'title'], limit: 2 });
    expect(ids(limited)).toEqual(['c', 'a']);
    expect(limited.count).toBe(3);
    expect(open({ limit: 0 })).toEqual({ rows: [], count: 4 });
  });

  it('is told of what changes it, and not of what does not', () => {
    const { rows, hear } = fixture();
    const heard = hear({ where: { done: false }, sort: 'due', limit: 2 });
    rows.change({ b: { title: 'Call again', done: true, due: 1 } });
    expect(heard.map(ids)).toEqual([['c', 'a']]);
    rows.change({ d: { ...todos[3], due: 9 } });
    expect(heard.map(ids)).toEqual([['c', 'a']]);
    rows.change({ d: { ...todos[3], due: 0 } });
    rows.change({ d: undefined, c: { ...todos[2], done: true } });
    rows.change({ e: { done: false, due: 5 } });
    expect(heard.map(ids)).toEqual([['c', 'a'], ['d', 'c'], ['a'], ['a', 'e']]);
  });

  it('brings the next row in when one leaves the first ones', () => {
    const { rows, hear } = fixture();
    const heard = hear({ sort: 'due', limit: 2 });
    rows.change({ b: undefined });
    expect(heard.map(ids)).toEqual([
      ['b', 'c'],
      ['c', 'a'],
    ]);
  });

  it('tells a new count with the same rows', () => {
    const { rows, hear } = fixture();
    const heard = hear({ sort: 'due', limit: 1 });
    rows.change({ d: undefined });
    expect(heard.map(({ count }) => count)).toEqual([4, 3]);
    expect(heard[1]?.rows).toBe(heard[0]?.rows);
  });

  it('keeps the objects of rows that did not change', () => {
    const { rows, hear } = fixture();
    const heard = hear({ sort: 'due' });
    rows.change({ b: { ...todos[1], title: 'Ring' } });
    expect(heard[1]?.rows[1]).toBe(heard[0]?.rows[1]);
    expect(heard[0]?.rows[0]?.['title']).toBe('Call');
    expect(heard[1]?.rows[0]?.['title']).toBe('Ring');
  });

  it('always is what the whole collection gives', () => {
    const field = fc.oneof(fc.nat(6), fc.constantFrom('x', 'y', null, true));
    const fields = fc.record({ n: field, m: field }, { requiredKeys: [] });
    const wheres: Where[] = [{}, { n: { $gte: 2 } }, { m: { $ne: 'x' } }, { $or: [{ n: null }, { m: { $lt: 4 } }] }];
    const sorts = [[], ['n'], ['-m', 'n'], ['m', '-id']];
    const changes = fc.array(fc.dictionary(fc.constantFrom(...'abcdefghij'), fc.option(fields, { nil: undefined })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...wheres),
        fc.constantFrom(...sorts),
        fc.constantFrom(0, 1, 3, Infinity),
        changes,
        (where, sort, limit, transactions) => {
          const { rows, hear } = fixture();
          const heard = hear({ where, sort, limit } as Query);
          transactions.forEach((next) => {
            rows.change(next);
            const all = [...rows.rows()].filter((row) => readWhere(where).matches(row)).sort(rowOrder(sort));
            expect(heard.at(-1)).toEqual({ rows: all.slice(0, limit), count: all.length });
          });
        },
      ),
      { seed: 6, numRuns: 200 },
    );
  });

  it('says nothing before everything that is on the device is loaded', async () => {
    const { rows, queries, hear } = fixture({ loaded: false });
    const heard = hear({ sort: 'due' });
    rows.change({ e: { due: 0 } });
    await settled();
    expect(heard).toEqual([]);
    expect(queries.query('todos', { sort: 'due' }).current).toBeUndefined();
    rows.arrive();
    await settled();
    expect(heard.map(ids)).toEqual([['e', 'b', 'c', 'a', 'd']]);
    expect(rows.loads).toBe(1);
  });

  it('tells why it cannot be loaded, and tries again for the next listener', async () => {
    const { rows, queries, time } = fixture({ loaded: false });
    const live = queries.query('todos');
    const errors: unknown[] = [];
    live.subscribe(
      () => undefined,
      (error) => errors.push(error),
    );
    rows.fail(new Error('lost'));
    await settled();
    expect(errors).toEqual([new Error('lost')]);
    expect(live.error).toEqual(new Error('lost'));
    expect(live.current).toBeUndefined();
    expect(rows.loads).toBe(1);
    const heard: QueryResult[] = [];
    live.subscribe((result) => heard.push(result));
    expect(rows.loads).toBe(2);
    rows.arrive();
    await settled();
    expect(heard.map(ids)).toEqual([['a', 'b', 'c', 'd']]);
    expect(live.error).toBeUndefined();
    expect(time.waiting).toBe(0);
  });

  it('can be iterated', async () => {
    const { rows, queries } = fixture();
    const seen: string[][] = [];
    for await (const result of queries.query('todos', { where: { done: true } })) {
      seen.push(ids(result));
      if (seen.length === 2) {
        break;
      }
      rows.change({ a: { done: true } });
    }
    expect(seen).toEqual([['b'], ['a', 'b']]);
  });

  it('refuses what is no query', () => {
    const { queries } = fixture();
    expect(() => queries.query('todos', { where: { due: { $like: 1 } } as never })).toThrow(InvalidWhere);
    expect(() => queries.query('todos', { where: { id: 'a' } as never })).toThrow(TypeError);
    expect(() => queries.query('todos', { limit: -1 })).toThrow(RangeError);
    expect(() => queries.query('todos', { limit: 1.5 })).toThrow(RangeError);
  });
});

describe('live queries', () => {
  it('share a result when they are equal, however they are written', () => {
    const { queries, rows } = fixture();
    const one = queries.query('todos', { where: { done: false, due: 3 }, sort: 'due' });
    const heard: QueryResult[] = [];
    one.subscribe((result) => heard.push(result));
    expect(queries.query('todos', { where: { due: { $eq: 3 }, done: false }, sort: ['due'] })).toBe(one);
    expect(queries.query('todos', { where: { due: 3, done: false }, sort: '-due' })).not.toBe(one);
    expect(queries.query('todos', { where: { due: 3, done: false }, sort: 'due', limit: 1 })).not.toBe(one);
    expect(queries.query('lists', { where: { due: 3, done: false }, sort: 'due' })).not.toBe(one);
    expect(rows.listeners).toBe(1);
  });

  it('do nothing before somebody looks, and nothing more some time after the last one has gone', async () => {
    const { queries, rows, time, interests } = fixture();
    const live = queries.query('todos');
    expect([rows.listeners, interests.length]).toEqual([0, 0]);
    const stop = live.subscribe(() => undefined);
    expect([rows.listeners, interests.length]).toEqual([1, 1]);
    stop();
    await time.pass(9_999);
    expect([rows.listeners, interests.length]).toEqual([1, 1]);
    await time.pass(1);
    expect([rows.listeners, interests.length]).toEqual([0, 0]);
    expect(queries.query('todos')).not.toBe(live);
    expect(time.waiting).toBe(0);
  });

  it('go on when somebody comes back in time', async () => {
    const { queries, time, interests } = fixture();
    queries.query('todos').subscribe(() => undefined)();
    await time.pass(9_000);
    const stop = queries.query('todos').subscribe(() => undefined);
    await time.pass(60_000);
    expect(interests.length).toBe(1);
    stop();
    stop();
    await time.pass(10_000);
    expect(interests.length).toBe(0);
  });

  it('go on for one who has looked before listening', async () => {
    const { queries, rows, time } = fixture();
    const live = queries.query('todos');
    expect([live.current?.count, live.current?.count]).toEqual([4, 4]);
    live.subscribe(() => undefined);
    await time.pass(60_000);
    expect(rows.listeners).toBe(1);
    rows.change({ a: undefined });
    expect(live.current?.count).toBe(3);
  });

  it('are shared by those who come back late and those who have come meanwhile', async () => {
    const { queries, time } = fixture();
    const early = queries.query('todos');
    early.subscribe(() => undefined)();
    await time.pass(10_000);
    const stop = queries.query('todos').subscribe(() => undefined);
    early.subscribe(() => undefined);
    stop();
    await time.pass(10_000);
    expect(queries.query('todos')).toBe(early);
  });

  it('are up to date when somebody comes back late', async () => {
    const { queries, rows, time } = fixture();
    const live = queries.query('todos', { where: { done: true } });
    live.subscribe(() => undefined)();
    await time.pass(20_000);
    rows.change({ a: { done: true } });
    expect(ids(live.current!)).toEqual(['a', 'b']);
    expect(queries.query('todos', { where: { done: true } })).toBe(live);
    await time.pass(20_000);
    expect(rows.listeners).toBe(0);
  });

  it('tell what of a collection they look at', () => {
    const { queries, interests } = fixture();
    queries.query('todos', { where: { done: false }, limit: 5 }).subscribe(() => undefined);
    queries.query('todos', { sort: 'due' }).subscribe(() => undefined);
    queries.record('todos', 'a').subscribe(() => undefined);
    expect(interests.map(({ collection, where }) => ({ collection, where }))).toEqual([
      { collection: 'todos', where: { done: false } },
      { collection: 'todos', where: undefined },
    ]);
    queries.close();
    expect(interests).toEqual([]);
  });

  it('are all up to date when one of their listeners is told', () => {
    const { queries, rows } = fixture();
    const open = queries.query('todos', { where: { done: false } });
    const done = queries.query('todos', { where: { done: true } });
    const sums: number[] = [];
    const sum = (): unknown => sums.push((open.current?.count ?? 0) + (done.current?.count ?? 0));
    open.subscribe(sum);
    done.subscribe(sum);
    rows.change({ a: { done: true } });
    rows.change({ b: { done: false } });
    expect(new Set(sums)).toEqual(new Set([4]));
  });
});

describe('a live record', () => {
  it('is there, changes, goes and comes back', () => {
    const { queries, rows } = fixture();
    const heard: unknown[] = [];
    queries.record<{ id: string; title?: string }>('todos', 'a').subscribe((row) => heard.push(row?.title ?? row));
    rows.change({ b: { title: 'other' } });
    rows.change({ a: { title: 'Oat milk' } });
    rows.change({ a: undefined });
    rows.change({ a: { title: 'Milk' } });
    expect(heard).toEqual(['Milk', 'Oat milk', null, 'Milk']);
  });

  it('is there without the rest of its collection', async () => {
    const { queries, rows } = fixture({ loaded: false });
    expect(queries.record('todos', 'a').current?.['title']).toBe('Milk');
    const absent = queries.record('todos', 'x');
    expect(absent.current).toBeUndefined();
    await settled();
    expect(absent.current).toBeNull();
    expect(rows.loads).toBe(0);
  });
});

function fixture({ loaded = true } = {}) {
  const rows = new Rows('todos', todos, loaded);
  const time = new VirtualTime();
  const interests: Interest[] = [];
  const queries = new Queries({
    source: (collection) => (collection === 'todos' ? rows : new Rows(collection)),
    timers: time,
    interested: (interest) => {
      interests.push(interest);
      return () => interests.splice(interests.indexOf(interest), 1);
    },
  });
  const hear = (query: Query): QueryResult[] => {
    const heard: QueryResult[] = [];
    queries.query('todos', query).subscribe((result) => heard.push(result));
    return heard;
  };
  const open = (query: Query): QueryResult => hear(query)[0]!;
  return { rows, time, interests, queries, hear, open };
}

function ids({ rows }: QueryResult): string[] {
  return rows.map(({ id }) => id);
}
