import type { Wanted } from '../../sync/target.js';
import type { PlaceEntry } from '../entries.js';
import type { Transaction } from '../transaction.js';
import { dropContradicted } from './contradicted.js';
import { finishOvertaken, finishPassed } from './done.js';
import { dropUnheld } from './holders.js';

/** What is known as a subscription is told to be live. */
export interface LiveAt {
  /** The `seq` up to which everything was told. */
  readonly to: number;
  readonly wanted: readonly Wanted[];
  /** Whether to look for what others have left behind, among all records. */
  readonly isDue: boolean;
}

/** Takes a cursor that stands for now. */
export async function takeLive(
  tx: Transaction,
  sub: string,
  place: PlaceEntry,
  cursor: string,
  { to, wanted, isDue }: LiveAt,
): Promise<void> {
  const after: PlaceEntry = { ...place, cursor, asOf: Math.max(place.asOf ?? 0, to) };
  if (after.cursor !== place.cursor || after.asOf !== place.asOf) {
    tx.put('places', sub, after);
  }
  const over = [...finishPassed(tx, after), ...finishOvertaken(tx, after)];
  await dropUnheld(tx, over);
  if (place.filtered) {
    await dropContradicted(tx, wanted, place.collections[0]!, isDue ? undefined : over);
  }
}
