import { type Filter, readWhere } from '../../filter/where.js';
import { isDeleted } from '../../record/tombstone.js';
import type { Wanted } from '../../sync/target.js';
import { memberKey, type PlaceEntry, type RecordEntry, recordKey, within } from '../entries.js';
import type { Transaction } from '../transaction.js';
import type { RecordName } from './confirmed.js';
import { stillNamed } from './holders.js';
import { nextGeneration } from './places.js';

/**
 * Drops records that look as if a filter that is wanted let them through, though its subscription has told all and does not hold them: they are as they were when another
 * one, that nobody wants any more, told of them last. That one reads from the start when it is wanted again. What ops of ours name stays until these are over.
 *
 * @param collection one of which no subscription is wanted as a whole, or nothing is contradicted
 * @param names of records of it that may be; all unless given
 */
export async function dropContradicted(
  tx: Transaction,
  wanted: readonly Wanted[],
  collection: string,
  names?: readonly RecordName[],
): Promise<void> {
  const mine = wanted.filter(({ collections }) => collections.includes(collection));
  const left = [...tx.places()].filter(
    ([sub, { collections }]) => collections.includes(collection) && mine.every((each) => each.sub !== sub),
  );
  if (left.length === 0 || names?.length === 0 || mine.some(({ where }) => !where)) {
    return;
  }
  const told = mine.filter(({ sub }) => tx.place(sub)?.cursor !== undefined);
  const matching = await matches(tx, collection, told.flatMap(filterOf), names);
  const named = stillNamed(tx, new Set(matching));
  const keys = matching.filter((key) => !named.has(key));
  const held = await tx.get(
    'members',
    keys.flatMap((key) => mine.map(({ sub }) => memberKey(sub, key))),
  );
  const gone = keys.filter((_, at) =>
    held.slice(at * mine.length, (at + 1) * mine.length).every((entry) => entry === undefined),
  );
  gone.forEach((key) => tx.drop('records', key));
  for (const [sub, place] of left) {
    await giveUp(tx, sub, place, gone);
  }
}

/** That of a subscription; none when no server would take it. */
function filterOf({ where }: Wanted): Filter[] {
  try {
    return [readWhere(where)];
  } catch {
    return [];
  }
}

/** The keys of records that one of the filters lets through. */
async function matches(
  tx: Transaction,
  collection: string,
  filters: readonly Filter[],
  names: readonly RecordName[] | undefined,
): Promise<string[]> {
  const keys: string[] = [];
  const look = (key: string, { s }: RecordEntry) => {
    if (!isDeleted(s) && filters.some((filter) => filter.matches(s.fields))) {
      keys.push(key);
    }
  };
  if (names) {
    const all = [...new Set(names.map(({ id }) => recordKey(collection, id)))];
    const entries = await tx.get<RecordEntry>('records', all);
    entries.forEach((entry, at) => entry && look(all[at]!, entry));
  } else {
    for await (const [key, entry] of tx.entries<RecordEntry>('records', within(collection))) {
      look(key, entry);
    }
  }
  return keys;
}

/** Takes records from a subscription that nobody wants; where it held one, it has to be read again. */
async function giveUp(tx: Transaction, sub: string, place: PlaceEntry, records: readonly string[]): Promise<void> {
  const keys = records.map((record) => memberKey(sub, record));
  const held = place.filtered ? await tx.get('members', keys) : keys;
  const lacks = keys.filter((_, at) => held[at] !== undefined);
  if (lacks.length > 0) {
    const { cursor: _cursor, next: _next, asOf: _asOf, ...rest } = place;
    tx.put('places', sub, { ...rest, g: nextGeneration(tx) } satisfies PlaceEntry);
    lacks.forEach((key) => place.filtered && tx.drop('members', key));
  }
}
