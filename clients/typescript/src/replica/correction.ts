import { millisOf, shiftStamp } from '../clock/hlc.js';
import { HybridClock } from '../clock/hybrid-clock.js';
import type { Stamp } from '../record/state.js';
import type { OpEntry } from './entries.js';
import type { Transaction } from './transaction.js';

/** Moves the clocks of unsent ops. */
export function shiftOps(tx: Transaction, millis: number, offset: number, last: Stamp | undefined): void {
  tx.put('meta', 'offset', offset + millis);
  if (last !== undefined) {
    tx.put('meta', 'clock', shiftStamp(last, millis));
  }
  for (const [key, entry] of tx.ledger.outbox.unsent) {
    restamp(tx, key, entry, shiftStamp(entry.op.hlc, millis));
  }
  tx.note({ what: 'shifted', detail: `${millis} ms` });
}

/** Gives unsent ops stamps of another node, in the order that they had. Returns the last one. */
export function renewOps(tx: Transaction, node: string): Stamp | undefined {
  let millis = 0;
  const clock = new HybridClock({ node, now: () => millis });
  const unsent = [...tx.ledger.outbox.unsent].sort(([, a], [, b]) => (a.op.hlc < b.op.hlc ? -1 : 1));
  for (const [key, entry] of unsent) {
    millis = millisOf(entry.op.hlc);
    restamp(tx, key, entry, clock.now());
  }
  return clock.last;
}

function restamp(tx: Transaction, key: string, entry: OpEntry, hlc: Stamp): void {
  tx.put('ops', key, { ...entry, op: { ...entry.op, hlc } } satisfies OpEntry);
}
