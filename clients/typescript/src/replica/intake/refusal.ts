import type { Problem } from '../../wire/problem.js';
import type { RefusedEntry } from '../entries.js';
import type { Transaction } from '../transaction.js';
import type { RecordName } from './confirmed.js';

/** What the other ops of an atomic push are refused with. */
const ABORTED: Problem = {
  type: 'https://xeocontext.dev/problems/atomic-aborted',
  title: 'Another op of the same push was refused',
  status: 409,
  code: 'atomic-aborted',
};

/** What ops are refused with that no push has room for. */
export const TOO_LARGE: Problem = {
  type: 'https://xeocontext.dev/problems/too-large',
  title: 'The change is larger than the server takes',
  status: 413,
  code: 'too-large',
};

/** Moves ops to the list of the refused, each with the whole of its group. Returns the records that they were about. */
export function refuseGroup(tx: Transaction, problems: ReadonlyMap<string, Problem>): RecordName[] {
  const { outbox } = tx.ledger;
  const groups = new Set<string>();
  for (const key of problems.keys()) {
    const group = outbox.get(key)?.group;
    if (group !== undefined) {
      groups.add(group);
    }
  }
  const all = new Map(problems);
  if (groups.size > 0) {
    for (const [key, entry] of outbox.unsent) {
      if (entry.group !== undefined && groups.has(entry.group) && tx.op(key)?.state === 'unsent' && !all.has(key)) {
        all.set(key, ABORTED);
      }
    }
  }
  return [...all].flatMap(([key, problem]) => refuse(tx, key, problem));
}

function refuse(tx: Transaction, key: string, problem: Problem): RecordName[] {
  const entry = tx.op(key);
  if (!entry) {
    return [];
  }
  const { op, at, group } = entry;
  tx.drop('ops', key);
  tx.put('refused', key, { op, at, problem, ...(group !== undefined && { group }) } satisfies RefusedEntry);
  tx.note({ what: 'refused', collection: op.collection, id: op.id, detail: problem.detail ?? problem.title });
  return [op];
}
