import type { OpEntry, PlaceEntry } from '../entries.js';
import type { Transaction } from '../transaction.js';
import type { RecordName } from './confirmed.js';

/** How long after its ack the event of an op may come to the log, in ms; by a clock that somebody may have put back meanwhile. */
const LATEST = 300_000;

/** An op whose event was seen: nothing has to show it any more. */
export function finish(tx: Transaction, key: string, entry: OpEntry, seq = entry.seq): RecordName {
  const { again: _, ...rest } = entry;
  tx.put('ops', key, {
    ...rest,
    state: 'done',
    ackedAt: entry.ackedAt ?? tx.at,
    ...(seq !== undefined && { seq }),
  } satisfies OpEntry);
  return entry.op;
}

/** Finishes the op of an event, whether its ack has come or was lost. Returns its record. */
export function finishById(tx: Transaction, opId: string, seq: number): RecordName | undefined {
  const key = tx.ledger.outbox.keyOf(opId);
  const entry = key === undefined ? undefined : tx.op(key);
  return entry && finish(tx, key!, entry, seq);
}

/** Finishes the acked ops that a place has passed. Returns their records. */
export function finishPassed(tx: Transaction, place: PlaceEntry): RecordName[] {
  const passed: RecordName[] = [];
  for (const [key, entry] of tx.ledger.outbox.acked) {
    if (isPassed(entry, place) && tx.op(key)) {
      passed.push(finish(tx, key, entry));
    }
  }
  return passed;
}

/**
 * Finishes the acked ops of which nothing more will be told, because a snapshot has overtaken their events: those that were acked so long before
 * a place stood for now that their events are in it. Returns their records.
 */
export function finishOvertaken(tx: Transaction, { collections }: PlaceEntry): RecordName[] {
  const overtaken: RecordName[] = [];
  for (const [key, entry] of tx.ledger.outbox.acked) {
    if (Math.abs(tx.at - (entry.ackedAt ?? 0)) > LATEST && collections.includes(entry.op.collection) && tx.op(key)) {
      overtaken.push(finish(tx, key, entry));
    }
  }
  return overtaken;
}

/** Whether everything was told up to the event of an op. */
export function isPassed(entry: Pick<OpEntry, 'op' | 'seq'>, place: PlaceEntry): boolean {
  return (
    entry.seq !== undefined &&
    place.asOf !== undefined &&
    entry.seq <= place.asOf &&
    place.collections.includes(entry.op.collection)
  );
}
