import type { Reset } from '../../wire/messages.js';
import type { PlaceEntry } from '../entries.js';
import type { Transaction } from '../transaction.js';
import { meetEpoch } from './epoch.js';
import { nextGeneration } from './places.js';

/** Forgets how far a subscription has come: it reads everything again. Ops stay. */
export async function takeReset(tx: Transaction, sub: string, place: PlaceEntry, message: Reset): Promise<void> {
  await meetEpoch(tx, message.epoch);
  const replace = tx.place(sub)?.replace ?? (message.reason === 'restored' ? tx.number('generation') : undefined);
  tx.put('places', sub, {
    g: nextGeneration(tx),
    collections: place.collections,
    ...(place.day !== undefined && { day: place.day }),
    ...(place.filtered && { filtered: true }),
    ...(replace !== undefined && { replace }),
  } satisfies PlaceEntry);
  tx.note({ what: 'reset', detail: message.reason });
}
