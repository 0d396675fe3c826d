import { RequestRefused } from '../../sync/ports.js';
import type { StoreHead, Welcome } from '../../wire/messages.js';
import type { Transaction } from '../transaction.js';
import { meetEpoch, prune } from './epoch.js';

/**
 * Finds the store that is kept here among those of who has connected; a replica that is of none yet becomes one of it.
 *
 * @param wanted the store that the app has named
 * @throws RequestRefused when it is not there: nothing is mixed
 */
export function storeIn(message: Welcome, kept: string | undefined, wanted: string | undefined): StoreHead {
  const expected = kept ?? wanted;
  const store = expected === undefined ? message.stores[0] : message.stores.find((each) => each.storeId === expected);
  if (!store || (wanted !== undefined && store.storeId !== wanted)) {
    throw foreignStore();
  }
  return store;
}

/** What is said when something of another store comes in. */
export function foreignStore(): RequestRefused {
  return new RequestRefused({
    type: 'https://xeocontext.dev/problems/foreign-store',
    title: 'The replica on this device is of another store',
    status: 409,
    code: 'foreign-store',
  });
}

/** Takes what a connection begins with. Returns whether the epoch is another one than before. */
export async function takeWelcome(tx: Transaction, store: StoreHead): Promise<boolean> {
  if (tx.ledger.text('store') === undefined) {
    tx.put('meta', 'store', store.storeId);
  }
  const isOther = await meetEpoch(tx, store.epoch);
  await prune(tx);
  return isOther;
}
