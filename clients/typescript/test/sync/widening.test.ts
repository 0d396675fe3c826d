import { describe, expect, it } from 'vitest';
import { within } from '../../src/replica/widening.js';
import type { Wanted } from '../../src/sync/target.js';
import { seeded } from '../seeded.js';

function part(collection: string, n: number): Wanted {
  return { sub: `${collection}:${n}`, collections: [collection], where: { n } };
}

function whole(...collections: string[]): Wanted {
  return { sub: collections.join('+'), collections };
}

describe('more subscriptions than a server takes', () => {
  it('are let be as long as they are not', () => {
    const wanted = [part('a', 1), part('a', 2), whole('b')];
    expect(within(wanted, 3)).toBe(wanted);
  });

  it('become one of the whole collection that has the most filtered ones, and then of the next', () => {
    const wanted = [part('a', 1), part('b', 1), part('b', 2), part('b', 3), part('a', 2), whole('c')];
    expect(within(wanted, 4)).toEqual([part('a', 1), part('a', 2), whole('c'), whole('b')]);
    expect(within(wanted, 3)).toEqual([whole('c'), whole('b'), whole('a')]);
  });

  it('are left out where the whole collection is wanted as well', () => {
    expect(within([whole('a', 'b'), part('a', 1), part('c', 1)], 2)).toEqual([whole('a', 'b'), part('c', 1)]);
  });

  it('share one when each is of another collection, whole ones before filtered ones', () => {
    const wanted = [part('a', 1), whole('b'), whole('c'), whole('d')];
    const [first, second, shared] = within(wanted, 3);
    expect([first, second]).toEqual([part('a', 1), whole('b')]);
    expect(shared).toMatchObject({ collections: ['c', 'd'] });
    expect(within([...wanted].reverse(), 3).map(({ sub }) => sub)).toEqual([first!.sub, second!.sub, shared!.sub]);
    expect(within(wanted, 1)).toMatchObject([{ collections: ['a', 'b', 'c', 'd'] }]);
    expect(within([...wanted, whole('e')], 3).at(-1)!.sub).not.toBe(shared!.sub);
  });

  it('bring all that is wanted in no more than there may be, each under a name of its own', () => {
    const random = seeded(5);
    const below = (bound: number) => Math.floor(random() * bound);
    for (let round = 0; round < 2_000; round++) {
      const names = Array.from({ length: 1 + below(12) }, (_, at) => `c${at}`);
      const wanted = new Map<string, Wanted>();
      for (let count = below(40); count > 0; count--) {
        const name = names[below(names.length)]!;
        const each = random() < 0.3 ? whole(...new Set([name, names[below(names.length)]!])) : part(name, below(5));
        wanted.set(each.sub, each);
      }
      const all = [...wanted.values()];
      const most = 1 + below(10);
      const subs = within(all, most);
      expect(subs.length).toBeLessThanOrEqual(most);
      expect(new Set(subs.map(({ sub }) => sub)).size).toBe(subs.length);
      expect(subs.filter(({ where, collections }) => where && collections.length !== 1)).toEqual([]);
      for (const { sub, collections } of all) {
        const brought = subs.some((each) => each.sub === sub);
        const covered = collections.every((name) => subs.some((s) => !s.where && s.collections.includes(name)));
        expect(brought || covered, `${sub} in round ${round}`).toBe(true);
      }
    }
  });
});
