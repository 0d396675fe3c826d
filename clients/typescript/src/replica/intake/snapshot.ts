import type { Snapshot } from '../../wire/messages.js';
import { type MemberEntry, memberKey, type PlaceEntry, type RecordEntry, recordKey, within } from '../entries.js';
import type { Transaction } from '../transaction.js';
import { Confirmed, type RecordName, stateOf } from './confirmed.js';
import { finishPassed } from './done.js';
import { dropUnheld, letGo, NOBODY } from './holders.js';
import { generationOf, Members } from './members.js';

/** Takes a page of a snapshot, and with the last one of a full one drops what no page has named. */
export async function takeSnapshot(tx: Transaction, sub: string, place: PlaceEntry, message: Snapshot): Promise<void> {
  const confirmed = await Confirmed.read(tx, message.records);
  const members = place.filtered && (await Members.read(tx, sub, place.g, message.records));
  const old = place.replace === undefined ? NONE : await namedUntil(tx, place.replace, message, confirmed);
  for (const record of message.records) {
    const replaces = old.has(recordKey(record.collection, record.id)) || confirmed.get(record)?.lost === true;
    confirmed.merge(record, stateOf(record), members ? undefined : place.g, replaces);
    if (members) {
      members.hold(record, record.deleted, true);
    }
  }
  if (message.records.length > 0) {
    tx.note({ what: 'received', count: message.records.length });
  }
  if (message.cursor === undefined) {
    tx.put('places', sub, { ...place, ...(message.next !== undefined && { next: message.next }) } satisfies PlaceEntry);
    return;
  }
  const { next: _next, replace: _replace, ...rest } = place;
  const after: PlaceEntry = { ...rest, cursor: message.cursor, asOf: Math.max(place.asOf ?? 0, message.asOf) };
  tx.put('places', sub, after);
  const loose: RecordName[] = [];
  if (message.full) {
    if (place.filtered) {
      loose.push(...(await letGo(tx, within(sub), place.g)));
    } else {
      await dropRecords(tx, place);
    }
    for (const collection of place.collections) {
      loose.push(...(await letGo(tx, within(memberKey(NOBODY, collection)), place.g)));
    }
  }
  await dropUnheld(tx, [...loose, ...finishPassed(tx, after)]);
  if (place.replace !== undefined) {
    await markLost(tx, loose);
  }
}

const NONE: ReadonlySet<string> = new Set();

/** The keys of the records of a full snapshot that no subscription has named in a later generation. */
async function namedUntil(
  tx: Transaction,
  generation: number,
  { full, records }: Snapshot,
  confirmed: Confirmed,
): Promise<Set<string>> {
  if (!full) {
    return new Set();
  }
  const subs = [...tx.places()].flatMap(([sub, { filtered }]) => (filtered ? [sub] : []));
  const keys = records.map(({ collection, id }) => recordKey(collection, id));
  const held = await tx.get<MemberEntry>(
    'members',
    subs.flatMap((sub) => keys.map((key) => memberKey(sub, key))),
  );
  const isNamedSince = (entry: MemberEntry | undefined) => entry !== undefined && generationOf(entry) > generation;
  const since = new Set(held.flatMap((entry, at) => (isNamedSince(entry) ? [keys[at % keys.length]!] : [])));
  return new Set(keys.filter((key, at) => !since.has(key) && (confirmed.get(records[at]!)?.g ?? 0) <= generation));
}

/** What the server did not name after it was put back, and is still here because ops of ours name it, is not what the server has. */
async function markLost(tx: Transaction, records: readonly RecordName[]): Promise<void> {
  const keys = records
    .map(({ collection, id }) => recordKey(collection, id))
    .filter((record) => tx.ledger.outbox.names(record));
  const entries = await tx.get<RecordEntry>('records', keys);
  entries.forEach((entry, at) => entry && tx.put('records', keys[at]!, { ...entry, lost: true } satisfies RecordEntry));
}

/** Drops the records of whole collections that the snapshot has not named. */
async function dropRecords(tx: Transaction, place: PlaceEntry): Promise<void> {
  for (const collection of place.collections) {
    for await (const [key, { g = 0 }] of tx.entries<RecordEntry>('records', within(collection))) {
      if (g < place.g) {
        tx.drop('records', key);
      }
    }
  }
}
