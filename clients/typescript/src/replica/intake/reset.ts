import type { Reset } from '../../wire/messages.js';
import type { PlaceEntry } from '../entries.js';
import type { Transaction } from '../transaction.js';
import { meetEpoch } from './epoch.js';
import { nextGeneration } from './places.js';

/** Forgets how far a subscription has come: it reads everything again. Ops stay. */
export async function takeReset(tx: Transaction, sub: string, place: PlaceEntry, message: Reset): Promise<void> {
  const isOther = await meetEpoch(tx, message.epoch);
  tx.put('places', sub, {
    g: nextGeneration(tx),
    collections: place.collections,
    ...(place.day !== undefined && { day: place.day }),
    ...(place.filtered && { filtered: true }),
    ...((isOther || message.reason === 'restored' || place.replace) && { replace: true }),
  } satisfies PlaceEntry);
  tx.note({ what: 'reset', detail: message.reason });
}
