import type { PlaceEntry } from '../entries.js';
import type { Transaction } from '../transaction.js';
import { finishPassed } from './done.js';
import { dropUnheld } from './holders.js';

/**
 * Takes a cursor that stands for now.
 *
 * @param head of the store as the connection began: everything up to it was told
 */
export async function takeLive(
  tx: Transaction,
  sub: string,
  place: PlaceEntry,
  cursor: string,
  head: number,
): Promise<void> {
  const after: PlaceEntry = { ...place, cursor, asOf: Math.max(place.asOf ?? 0, head) };
  if (after.cursor !== place.cursor || after.asOf !== place.asOf) {
    tx.put('places', sub, after);
    await dropUnheld(tx, finishPassed(tx, after));
  }
}
