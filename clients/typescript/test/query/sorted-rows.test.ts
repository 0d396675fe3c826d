import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowOrder, type RowOrder } from '../../src/query/sort.js';
import { SortedRows } from '../../src/query/sorted-rows.js';
import type { Row } from '../../src/query/source.js';
import { seeded } from '../seeded.js';

/** So many rows get another place, of which some are new and some go, or are looked at. */
type Step = { readonly move: number; readonly add: number; readonly remove: number } | { readonly first: number };

const few = fc.oneof(fc.nat(3), fc.nat(3), fc.nat(60));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ move: few, add: few, remove: few }),
  fc.record({ first: fc.nat(300) }),
);

describe('sorted rows', () => {
  it('are what sorting everything gives, whatever is added, taken out and asked for', () => {
    const order = rowOrder(['n']);
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(40), fc.array(step, { maxLength: 60 }), (size, values, steps) => {
        const random = seeded(size);
        const below = (count: number): number => Math.floor(random() * count);
        const model: Row[] = Array.from({ length: size }, (_, i) => ({ id: `r${i}`, n: below(values + 1) }));
        const sorted = new SortedRows(order, [...model]);
        steps.forEach((one, i) => {
          if ('first' in one) {
            expect(sorted.first(one.first)).toEqual([...model].sort(order).slice(0, one.first));
            return;
          }
          const pick = (count: number): Row[] =>
            Array.from({ length: Math.min(count, model.length) }, () => model.splice(below(model.length), 1)[0]!);
          const moved = pick(one.move);
          const gone = pick(one.remove);
          const came = [
            ...moved.map((row) => ({ ...row, n: below(values + 9) })),
            ...Array.from({ length: one.add }, (_, at) => ({ id: `a${i}.${at}`, n: below(values + 9) })),
          ];
          model.push(...came);
          sorted.change(
            [...moved, ...gone].map((row) => ({ ...row })),
            came,
          );
        });
        expect(sorted.size).toBe(model.length);
        expect(sorted.first(Infinity)).toEqual([...model].sort(order));
      }),
      { seed: 5, numRuns: 150 },
    );
  });

  it('are compared about as often as there are rows when few are asked for', () => {
    const rows = manyRows(20_000);
    const { order, times } = counted(rowOrder(['n']));
    new SortedRows(order, rows).first(20);
    expect(times()).toBeLessThan(2 * rows.length);
  });

  it('are compared a few dozen times when one of them changes', () => {
    const rows = manyRows(20_000);
    const { order, times } = counted(rowOrder(['n']));
    const sorted = new SortedRows(order, [...rows]);
    const [first] = sorted.first(20);
    const before = times();
    sorted.change([first!], [{ id: first!.id, n: -1 }]);
    expect(sorted.first(20)[0]).toEqual({ id: first!.id, n: -1 });
    expect(times() - before).toBeLessThan(80);
  });

  it('are looked through once when many of them change at once', () => {
    const rows = manyRows(20_000);
    const { order, times } = counted(rowOrder(['n']));
    const sorted = new SortedRows(order, [...rows]);
    sorted.first(Infinity);
    const before = times();
    sorted.change(
      rows.slice(0, 1_000),
      rows.slice(0, 1_000).map(({ id }) => ({ id, n: -1 })),
    );
    expect(sorted.first(Infinity).slice(0, 1_000)).toEqual(
      rows
        .slice(0, 1_000)
        .map(({ id }) => ({ id, n: -1 }))
        .sort(order),
    );
    expect(times() - before).toBeLessThan(3 * rows.length);
  });

  it('find each of their rows again, wherever it lies', () => {
    const rows = manyRows(1_500);
    const sorted = new SortedRows(rowOrder(['n']), [...rows]);
    sorted.first(3);
    rows.forEach((row, i) => {
      sorted.change([row], []);
      expect(sorted.size).toBe(rows.length - i - 1);
    });
    expect(sorted.first(9)).toEqual([]);
  });

  it('do not lose a row that is taken out twice, or never was there', () => {
    const sorted = new SortedRows(rowOrder([]), [{ id: 'a' }, { id: 'b' }]);
    sorted.change([{ id: 'a' }], []);
    sorted.change([{ id: 'a' }], []);
    sorted.first(1);
    sorted.change([{ id: 'a' }], []);
    expect(sorted.first(9)).toEqual([{ id: 'b' }]);
    expect(sorted.size).toBe(1);
  });
});

function manyRows(count: number): Row[] {
  const random = seeded(11);
  return Array.from({ length: count }, (_, i) => ({ id: `r${i}`, n: random() }));
}

function counted(order: RowOrder): { readonly order: RowOrder; readonly times: () => number } {
  let times = 0;
  return {
    order: (a, b) => {
      times += 1;
      return order(a, b);
    },
    times: () => times,
  };
}
