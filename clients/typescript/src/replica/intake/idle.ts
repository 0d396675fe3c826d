import { type PlaceEntry, within } from '../entries.js';
import type { Transaction } from '../transaction.js';
import { nameOf, type RecordName } from './confirmed.js';
import { dropUnheld, letGo } from './holders.js';
import { dayOf } from './places.js';

/** For how many days it is remembered how far a subscription has come that nobody wants. */
const KEEP_DAYS = 30;

/** Forgets subscriptions that nobody has wanted for long, and drops the records that no other one holds. */
export async function forgetIdle(tx: Transaction, isWanted: (sub: string) => boolean): Promise<void> {
  for (const [sub, place] of tx.ledger.places) {
    if (!isWanted(sub) && place.day !== undefined && place.day < dayOf(tx) - KEEP_DAYS) {
      tx.drop('places', sub);
      await dropUnheld(tx, await (place.filtered ? letGo(tx, within(sub)) : recordsOf(tx, place)));
    }
  }
}

async function recordsOf(tx: Transaction, { collections }: PlaceEntry): Promise<RecordName[]> {
  const names: RecordName[] = [];
  for (const collection of collections) {
    for await (const [key] of tx.entries('records', within(collection))) {
      names.push(nameOf(key));
    }
  }
  return names;
}
