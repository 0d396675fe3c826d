import { RequestRefused } from '../../sync/ports.js';
import type { StoreHead, Welcome } from '../../wire/messages.js';
import type { Transaction } from '../transaction.js';
import { meetEpoch, prune } from './epoch.js';
import { dropUnheld } from './holders.js';
import { forgetIdle } from './idle.js';

/**
 * Finds the store that is kept here among those of who has connected; a replica that is of none yet becomes one of the first. Nothing when none
 * are told: what comes says itself of which store it is.
 *
 * @throws RequestRefused when it is not there: nothing is mixed
 */
export function storeIn({ stores }: Welcome, expected: string | undefined): StoreHead | undefined {
  if (stores.length === 0) {
    return undefined;
  }
  const store = expected === undefined ? stores[0] : stores.find((each) => each.storeId === expected);
  if (!store) {
    throw foreignStore();
  }
  return store;
}

/**
 * Takes note of the store that something is of.
 *
 * @param expected the one that the app has named
 * @throws RequestRefused when it is not the one that is kept here
 */
export function takeStore(tx: Transaction, storeId: string, expected: string | undefined): void {
  const kept = tx.ledger.text('store');
  if (storeId !== (kept ?? storeId) || storeId !== (expected ?? storeId)) {
    throw foreignStore();
  }
  if (kept === undefined) {
    tx.put('meta', 'store', storeId);
  }
}

/** What is said when something of another store comes in. */
function foreignStore(): RequestRefused {
  return new RequestRefused({
    type: 'https://xeocontext.dev/problems/foreign-store',
    title: 'The replica on this device is of another store',
    status: 409,
    code: 'foreign-store',
  });
}

/** Takes what a connection begins with. Returns whether the epoch is another one than before. */
export async function takeWelcome(
  tx: Transaction,
  store: StoreHead | undefined,
  isWanted: (sub: string) => boolean,
): Promise<boolean> {
  const isOther = store !== undefined && (await meetEpoch(tx, store.epoch));
  await dropUnheld(tx, await prune(tx));
  await forgetIdle(tx, isWanted);
  return isOther;
}
