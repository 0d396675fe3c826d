import type { PlaceEntry } from '../entries.js';
import type { Transaction } from '../transaction.js';
import { finishOvertaken, finishPassed } from './done.js';
import { dropUnheld } from './holders.js';

/**
 * Takes a cursor that stands for now.
 *
 * @param to the `seq` up to which everything was told
 */
export async function takeLive(
  tx: Transaction,
  sub: string,
  place: PlaceEntry,
  cursor: string,
  to: number,
): Promise<void> {
  const after: PlaceEntry = { ...place, cursor, asOf: Math.max(place.asOf ?? 0, to) };
  if (after.cursor !== place.cursor || after.asOf !== place.asOf) {
    tx.put('places', sub, after);
  }
  await dropUnheld(tx, [...finishPassed(tx, after), ...finishOvertaken(tx, after)]);
}
