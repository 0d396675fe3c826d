import type { Range } from '../../storage/storage.js';
import { type MemberEntry, memberKey, recordKey } from '../entries.js';
import type { Transaction } from '../transaction.js';
import { nameOf, type RecordName } from './confirmed.js';
import { generationOf } from './members.js';

/** What holds a record that no subscription does, as long as there is none for its collection. */
export const NOBODY = '';

/**
 * Drops those of the records that nothing wants any more: no subscription holds them, and no op of ours is on its way. A subscription to whole
 * collections holds all of their records. Where there is none at all they stay, and the first one decides (see {@link NOBODY}).
 */
export async function dropUnheld(tx: Transaction, records: Iterable<RecordName>): Promise<void> {
  const open = new Set<string>();
  const candidates = new Map<string, string[]>();
  for (const { collection, id } of records) {
    const key = recordKey(collection, id);
    const subs = filteredSubs(tx, collection);
    if (subs?.length === 0) {
      tx.put('members', memberKey(NOBODY, key), 0);
    } else if (subs) {
      candidates.set(
        key,
        subs.map((sub) => memberKey(sub, key)),
      );
    }
  }
  if (candidates.size === 0) {
    return;
  }
  for (const key of stillNamed(tx, new Set(candidates.keys()))) {
    open.add(key);
  }
  const members = [...candidates.values()].flat();
  const held = await tx.get<MemberEntry>('members', members);
  const generations = new Map(members.map((key, at) => [key, held[at]]));
  for (const [record, keys] of candidates) {
    if (!open.has(record) && keys.every((key) => generations.get(key) === undefined)) {
      tx.drop('records', record);
    }
  }
}

/** Gives up memberships of a lower generation, all of them unless given. Returns the records that they held. */
export async function letGo(tx: Transaction, range: Range, generation = Infinity): Promise<RecordName[]> {
  const left: RecordName[] = [];
  for await (const [key, held] of tx.entries<MemberEntry>('members', range)) {
    if (generationOf(held) < generation) {
      tx.drop('members', key);
      left.push(nameOf(key.slice(key.indexOf('/') + 1)));
    }
  }
  return left;
}

/** The subscriptions that hold records of a collection one by one; `undefined` when another one holds all of them. */
function filteredSubs(tx: Transaction, collection: string): string[] | undefined {
  const subs: string[] = [];
  for (const [sub, place] of tx.places()) {
    if (place.collections.includes(collection)) {
      if (!place.filtered) {
        return undefined;
      }
      subs.push(sub);
    }
  }
  return subs;
}

/** The records that ops name which are unsent or acked, and still are after this transaction. */
export function stillNamed(tx: Transaction, records: ReadonlySet<string>): Set<string> {
  const named = new Set<string>();
  const { outbox } = tx.ledger;
  if ([...records].some((record) => outbox.names(record))) {
    for (const [key, { op }] of outbox.open()) {
      const record = recordKey(op.collection, op.id);
      if (records.has(record) && tx.op(key)) {
        named.add(record);
      }
    }
  }
  return named;
}
