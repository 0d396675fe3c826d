import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowOrder, type RowOrder } from '../../src/query/sort.js';
import { SortedRows } from '../../src/query/sorted-rows.js';
import type { Row } from '../../src/query/source.js';
import { seeded } from '../seeded.js';

type Step = { readonly add: number } | { readonly remove: number } | { readonly first: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ add: fc.nat(50) }),
  fc.record({ remove: fc.nat(2_000) }),
  fc.record({ first: fc.nat(300) }),
);

describe('sorted rows', () => {
  it('are what sorting everything gives, whatever is added, taken out and asked for', () => {
    const order = rowOrder(['n']);
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(40), fc.array(step, { maxLength: 60 }), (size, values, steps) => {
        const random = seeded(size);
        const model: Row[] = Array.from({ length: size }, (_, i) => ({
          id: `r${i}`,
          n: Math.floor(random() * (values + 1)),
        }));
        const sorted = new SortedRows(order, [...model]);
        steps.forEach((one, i) => {
          if ('add' in one) {
            const row = { id: `a${i}`, n: one.add };
            model.push(row);
            sorted.add(row);
          } else if ('remove' in one) {
            const [row] = model.splice(one.remove % Math.max(model.length, 1), 1);
            if (row !== undefined) {
              sorted.remove({ ...row });
            }
          } else {
            expect(sorted.first(one.first)).toEqual([...model].sort(order).slice(0, one.first));
          }
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
    sorted.remove(first as Row);
    sorted.add({ id: first!.id, n: -1 });
    expect(sorted.first(20)[0]).toEqual({ id: first!.id, n: -1 });
    expect(times() - before).toBeLessThan(80);
  });

  it('find each of their rows again, wherever it lies', () => {
    const rows = manyRows(1_500);
    const sorted = new SortedRows(rowOrder(['n']), [...rows]);
    sorted.first(3);
    rows.forEach((row, i) => {
      sorted.remove(row);
      expect(sorted.size).toBe(rows.length - i - 1);
    });
    expect(sorted.first(9)).toEqual([]);
  });

  it('do not lose a row that is taken out twice, or never was there', () => {
    const sorted = new SortedRows(rowOrder([]), [{ id: 'a' }, { id: 'b' }]);
    sorted.remove({ id: 'a' });
    sorted.remove({ id: 'a' });
    sorted.first(1);
    sorted.remove({ id: 'a' });
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
