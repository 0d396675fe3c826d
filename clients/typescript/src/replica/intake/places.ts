import type { Wanted } from '../../sync/target.js';
import type { PlaceEntry } from '../entries.js';
import type { Transaction } from '../transaction.js';

/** How far a subscription has come; a new place when it begins, and nothing when nobody knows it. */
export function placeOf(tx: Transaction, sub: string, wanted: Wanted | undefined): PlaceEntry | undefined {
  const place = tx.place(sub);
  if (!wanted) {
    return place;
  }
  const { filtered: _, ...rest } = place ?? { g: nextGeneration(tx) };
  return { ...rest, collections: wanted.collections, day: dayOf(tx), ...(wanted.where && { filtered: true }) };
}

/** Days since 1970 by this device. */
export function dayOf(tx: Transaction): number {
  return Math.floor(tx.at / 86_400_000);
}

/** A generation that no place had before. */
export function nextGeneration(tx: Transaction): number {
  const generation = tx.number('generation') + 1;
  tx.put('meta', 'generation', generation);
  return generation;
}
