import type { Op } from '../record/op.js';
import { Correction } from './correction.js';
import type { OpEntry } from './entries.js';
import type { Change } from './recorder.js';
import type { Transaction } from './transaction.js';

/** More changes than this in one commit share a line of the journal. */
const FEW = 20;

/** Puts changes into the op log, each op once however often it comes. */
export function takeChanges(tx: Transaction, changes: readonly Change[], offset: number): void {
  const { outbox } = tx.ledger;
  const taken = new Set<string>();
  for (const change of changes) {
    const ops = change.ops.filter(({ opId }) => outbox.keyOf(opId) === undefined && !taken.has(opId));
    const correction = new Correction(offset - (change.offset ?? offset), tx.at + offset);
    for (const op of ops) {
      taken.add(op.opId);
      append(tx, (change.offset ?? offset) === offset ? op : { ...op, hlc: correction.move(op.hlc) }, change);
    }
    settle(tx, change.settles ?? []);
    if (changes.length <= FEW && ops.length > 0) {
      tx.note({ what: 'made', ...about(ops) });
    }
  }
  if (changes.length > FEW && taken.size > 0) {
    tx.note({ what: 'made', count: taken.size });
  }
}

function append(tx: Transaction, op: Op, { at, group }: Change): void {
  tx.observe(op.hlc);
  tx.append({ op, at, state: 'unsent', ...(group !== undefined && { group }) } satisfies OpEntry);
}

function settle(tx: Transaction, opIds: readonly string[]): void {
  const { outbox } = tx.ledger;
  for (const opId of opIds) {
    const key = outbox.keyOf(opId);
    const entry = key === undefined ? undefined : outbox.refused.get(key);
    if (entry) {
      tx.drop('refused', key!);
      tx.note({ what: 'settled', collection: entry.op.collection, id: entry.op.id });
    }
  }
}

function about(ops: readonly Op[]): { collection: string; id: string } | { count: number } {
  const [first] = ops;
  return first && ops.length === 1 ? { collection: first.collection, id: first.id } : { count: ops.length };
}
