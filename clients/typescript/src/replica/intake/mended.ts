import type { DigestAnswer, WireRecord } from '../../wire/messages.js';
import { recordKey } from '../entries.js';
import type { Transaction } from '../transaction.js';
import { Confirmed, stateOf } from './confirmed.js';

/**
 * Takes what a digest walk found: the records that differ as the server has them, and the ids of those that it lacks. The server's word is
 * the last one, but where events were told since that its answer may not know.
 */
export async function takeMended(
  tx: Transaction,
  answer: DigestAnswer,
  records: readonly WireRecord[],
  absent: readonly string[],
): Promise<void> {
  const { collection } = answer;
  const places = [...tx.ledger.places.values()].filter((place) => place.collections.includes(collection));
  const isLatest = places.every((place) => (place.asOf ?? 0) <= answer.asOf);
  const confirmed = await Confirmed.read(tx, records);
  for (const record of records) {
    confirmed.merge(record, stateOf(record), undefined, isLatest);
  }
  for (const id of absent) {
    const key = recordKey(collection, id);
    if (!tx.ledger.outbox.names(key)) {
      tx.drop('records', key);
    }
  }
  if (records.length + absent.length > 0) {
    tx.note({ what: 'mended', collection, count: records.length + absent.length });
  }
}
