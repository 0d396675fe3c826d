import { describe, expect, it } from 'vitest';
import { rowOrder } from '../../src/query/sort.js';
import type { Row } from '../../src/query/source.js';

describe('the order of rows', () => {
  it('is that of their ids when nothing else is said', () => {
    expect(ids([], [{ id: 'b' }, { id: 'a' }, { id: 'c' }])).toEqual(['a', 'b', 'c']);
    expect(ids(['-id'], [{ id: 'b' }, { id: 'a' }, { id: 'c' }])).toEqual(['c', 'b', 'a']);
  });

  it('asks the second field, and then the id, where the first says nothing', () => {
    const rows = [
      { id: 'a', done: true, due: 3 },
      { id: 'b', done: false, due: 1 },
      { id: 'd', done: false, due: 2 },
      { id: 'c', done: false, due: 2 },
    ];
    expect(ids(['done', '-due'], rows)).toEqual(['c', 'd', 'b', 'a']);
  });

  it('has a place for values of every type', () => {
    const rows = [{ v: 'b' }, { v: [1] }, { v: 10 }, { v: true }, { v: null }, { v: 'a' }, { v: 9 }, { v: false }, {}];
    const numbered: Row[] = rows.map((row, i) => ({ id: `${i}`, ...row }));
    expect(ids(['v'], numbered)).toEqual(['4', '8', '7', '3', '6', '2', '5', '0', '1']);
  });

  it('is that of code points, as the server has it, not that of UTF-16', () => {
    expect(
      ids(
        ['v'],
        [
          { id: 'tooth', v: '\u{1F9B7}' },
          { id: 'tilde', v: '\uff5e' },
        ],
      ),
    ).toEqual(['tilde', 'tooth']);
  });
});

function ids(sort: readonly string[], rows: readonly Row[]): string[] {
  return [...rows].sort(rowOrder(sort)).map(({ id }) => id);
}
