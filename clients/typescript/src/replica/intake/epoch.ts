import type { OpEntry, PlaceEntry } from '../entries.js';
import type { Transaction } from '../transaction.js';
import type { RecordName } from './confirmed.js';

const DAY = 86_400_000;

/** How long an op is kept after it was acked. */
export const KEEP_ACKED = 7 * DAY;

/**
 * Takes note of the epoch of the store. Returns whether it is another one than before: what was acked lately is pushed once more then, because
 * the server may have lost it.
 */
export async function meetEpoch(tx: Transaction, epoch: string): Promise<boolean> {
  const known = tx.ledger.text('epoch');
  if (known === epoch) {
    return false;
  }
  tx.put('meta', 'epoch', epoch);
  if (known === undefined) {
    return false;
  }
  for (const [sub, place] of tx.ledger.places) {
    tx.put('places', sub, { ...place, replace: tx.number('generation') } satisfies PlaceEntry);
  }
  let count = 0;
  for await (const [key, entry] of answered(tx)) {
    if ((entry.ackedAt ?? 0) > tx.at - KEEP_ACKED) {
      const { seq: _, ...rest } = entry;
      tx.put('ops', key, { ...rest, state: 'unsent', again: true } satisfies OpEntry);
      count++;
    }
  }
  if (count > 0) {
    tx.note({ what: 'sent-again', count });
  }
  return true;
}

/** Takes ops off the log that were acked long ago. Returns the records that they were about. */
export async function prune(tx: Transaction): Promise<RecordName[]> {
  const pruned: RecordName[] = [];
  for await (const [key, entry] of answered(tx)) {
    if ((entry.ackedAt ?? 0) <= tx.at - KEEP_ACKED) {
      tx.drop('ops', key);
      pruned.push(entry.op);
    }
  }
  return pruned;
}

async function* answered(tx: Transaction): AsyncGenerator<[string, OpEntry]> {
  for await (const [key, entry] of tx.entries<OpEntry>('ops')) {
    if (entry.state !== 'unsent') {
      yield [key, entry];
    }
  }
}
