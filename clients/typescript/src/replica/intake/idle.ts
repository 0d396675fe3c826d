import { type PlaceEntry, within } from '../entries.js';
import { pages } from '../scan.js';
import type { Transaction } from '../transaction.js';
import type { RecordName } from './confirmed.js';
import { dropUnheld } from './holders.js';
import { dayOf } from './places.js';

/** For how many days it is remembered how far a subscription has come that nobody wants. */
const KEEP_DAYS = 30;

/** Forgets subscriptions that nobody has wanted for long, and drops the records that no other one holds. */
export async function forgetIdle(tx: Transaction, isWanted: (sub: string) => boolean): Promise<void> {
  for (const [sub, place] of tx.ledger.places) {
    if (!isWanted(sub) && place.day !== undefined && place.day < dayOf(tx) - KEEP_DAYS) {
      tx.drop('places', sub);
      await dropUnheld(tx, await (place.filtered ? letGo(tx, sub) : recordsOf(tx, place)));
    }
  }
}

async function letGo(tx: Transaction, sub: string): Promise<RecordName[]> {
  const names: RecordName[] = [];
  for await (const page of pages(tx.storage, 'members', within(sub))) {
    for (const { key } of page) {
      tx.drop('members', key);
      names.push(nameOf(key.slice(sub.length + 1)));
    }
  }
  return names;
}

async function recordsOf(tx: Transaction, { collections }: PlaceEntry): Promise<RecordName[]> {
  const names: RecordName[] = [];
  for (const collection of collections) {
    for await (const page of pages(tx.storage, 'records', within(collection))) {
      names.push(...page.map(({ key }) => nameOf(key)));
    }
  }
  return names;
}

function nameOf(record: string): RecordName {
  const slash = record.indexOf('/');
  return { collection: record.slice(0, slash), id: record.slice(slash + 1) };
}
