import { patchOf } from '../../record/apply.js';
import { join } from '../../record/join.js';
import type { RecordState } from '../../record/state.js';
import type { OpResult } from '../../wire/messages.js';
import type { Problem } from '../../wire/problem.js';
import type { OpEntry } from '../entries.js';
import type { SetFields } from '../sets.js';
import type { Transaction } from '../transaction.js';
import { Confirmed, type RecordName, stateOf } from './confirmed.js';
import { finish, isPassed } from './done.js';
import { dropUnheld } from './holders.js';
import { refuseGroup } from './refusal.js';

interface Answered {
  readonly key: string;
  readonly entry: OpEntry;
  readonly result: OpResult;
}

/** Takes answers to ops. */
export async function takeAcks(tx: Transaction, results: readonly OpResult[], sets: SetFields): Promise<void> {
  const answered = results.flatMap((result) => answeredBy(tx, result));
  const refused = new Map(answered.flatMap(({ key, result }) => problemOf(key, result)));
  const taken = answered.filter(({ result }) => result.status !== 'rejected');
  const confirmed = await Confirmed.read(
    tx,
    taken.map(({ entry }) => entry.op),
  );
  const loose: RecordName[] = [];
  let synced = 0;
  for (const each of taken) {
    const isWhole = take(tx, each, confirmed, sets);
    synced += isWhole ? 1 : 0;
    if (!tx.op(each.key)) {
      loose.push(each.entry.op);
    }
  }
  if (synced > 0) {
    tx.note({ what: 'synced', count: synced });
  }
  loose.push(...refuseGroup(tx, refused));
  await dropUnheld(tx, loose);
}

function answeredBy(tx: Transaction, result: OpResult): Answered[] {
  const key = tx.ledger.outbox.keyOf(result.opId);
  const entry = key === undefined ? undefined : tx.ledger.outbox.get(key);
  const isOpen = entry?.state === 'unsent' && result.status !== 'retry';
  return isOpen ? [{ key: key!, entry, result }] : [];
}

function problemOf(key: string, result: OpResult): [string, Problem][] {
  return result.status === 'rejected' ? [[key, result.problem ?? UNTOLD]] : [];
}

const UNTOLD: Problem = { type: 'about:blank', title: 'The server refused it', status: 422, code: 'rejected' };

/** Returns whether all of the op stands. */
function take(tx: Transaction, { key, entry, result }: Answered, confirmed: Confirmed, sets: SetFields): boolean {
  const { op } = entry;
  confirmed.merge(op, said(entry, result, confirmed.get(op)?.s, sets));
  const outcome = result.status === 'duplicate' ? result.outcome : result.status;
  const { again: _, ...rest } = entry;
  const acked: OpEntry = {
    ...rest,
    state: 'acked',
    ackedAt: tx.at,
    ...(result.seq !== undefined && { seq: result.seq }),
  };
  if (outcome === 'superseded' || [...tx.ledger.places.values()].some((place) => isPassed(acked, place))) {
    finish(tx, key, acked);
  } else {
    tx.put('ops', key, acked);
  }
  const overtaken = outcome === 'superseded' ? 'lost' : result.changed ? 'merged' : undefined;
  if (overtaken) {
    const { collection, id } = op;
    tx.note({ what: overtaken, collection, id, ...(result.changed && { fields: result.changed }) });
  }
  return overtaken === undefined;
}

/** What the answer says of the record: where it tells no fields, those of the op stand as they were sent. */
function said({ op }: OpEntry, result: OpResult, held: RecordState | undefined, sets: SetFields): RecordState {
  const told = stateOf(result);
  const isTold = result.changed || result.clocks || (op.kind !== 'put' && result.deleted);
  return isTold ? told : join(patchOf(op, held, sets(op.collection)), told).state;
}
