import { fnv1a } from '../record/partition.js';
import type { Wanted } from '../sync/target.js';

/**
 * The same in no more than `most` subscriptions, each of what is wanted in one of them at least. As long as there are too many, the collection with the most
 * filtered ones is kept whole, in one in their place; when no collection has two, the last ones share one of their whole collections. That may cost more than
 * what was wanted, but nothing is missing, and nothing waits for another one's turn.
 */
export function within(wanted: readonly Wanted[], most: number): readonly Wanted[] {
  let subs = wanted;
  while (subs.length > most) {
    const widened = widen(subs);
    if (widened.length === subs.length) {
      return together(subs, Math.max(1, most));
    }
    subs = widened;
  }
  return subs;
}

function widen(subs: readonly Wanted[]): readonly Wanted[] {
  const parts = new Map<string, number>();
  for (const { where, collections } of subs) {
    if (where) {
      parts.set(collections[0]!, (parts.get(collections[0]!) ?? 0) + 1);
    }
  }
  const [widest] = [...parts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  if (!widest) {
    return subs;
  }
  const [collection] = widest;
  const others = subs.filter(({ where, collections }) => !where || collections[0] !== collection);
  const isThere = others.some(({ where, collections }) => !where && collections.includes(collection));
  return isThere ? others : [...others, { sub: collection, collections: [collection] }];
}

/** Whole ones rather than filtered ones share one; which, depends on their names only. */
function together(subs: readonly Wanted[], most: number): readonly Wanted[] {
  const sorted = [...subs].sort((a, b) => Number(!a.where) - Number(!b.where) || (a.sub < b.sub ? -1 : 1));
  const collections = [...new Set(sorted.slice(most - 1).flatMap((each) => each.collections))].sort();
  return [...sorted.slice(0, most - 1), { sub: `more-${fnv1a(collections.join())}`, collections }];
}
