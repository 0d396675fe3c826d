import { isDeleted } from '../../record/tombstone.js';
import type { Delta, StoreEvent } from '../../wire/messages.js';
import { memberKey, type PlaceEntry, recordKey } from '../entries.js';
import type { Transaction } from '../transaction.js';
import { Confirmed, type RecordName, stateOf } from './confirmed.js';
import { finishById, finishPassed } from './done.js';
import { dropUnheld } from './holders.js';

/** Takes events, and the place after them. */
export async function takeDelta(tx: Transaction, sub: string, place: PlaceEntry, message: Delta): Promise<void> {
  const { next: _, ...rest } = place;
  const after: PlaceEntry = { ...rest, cursor: message.cursor, asOf: Math.max(place.asOf ?? 0, message.to) };
  const confirmed = await Confirmed.read(tx, message.events);
  const loose: RecordName[] = [];
  let others = 0;
  for (const event of message.events) {
    take(tx, sub, after, event, confirmed, message.from);
    const own = event.opId === undefined ? undefined : finishById(tx, event.opId, event.seq);
    if (own || event.kind === 'leave' || event.kind === 'delete') {
      loose.push(event);
    }
    if (!own && (event.opId === undefined || tx.ledger.outbox.keyOf(event.opId) === undefined)) {
      others++;
    }
  }
  tx.put('places', sub, after);
  loose.push(...finishPassed(tx, after));
  await dropUnheld(tx, loose);
  if (others > 0) {
    tx.note({ what: 'received', count: others });
  }
}

function take(
  tx: Transaction,
  sub: string,
  place: PlaceEntry,
  event: StoreEvent,
  confirmed: Confirmed,
  from: number,
): void {
  const member = memberKey(sub, recordKey(event.collection, event.id));
  if (event.kind === 'leave') {
    tx.drop('members', member);
    return;
  }
  const known = confirmed.get(event);
  const replaces = event.kind === 'enter' && known?.lost === true;
  const { state } = confirmed.merge(event, stateOf(event), known || place.filtered ? undefined : place.g, replaces);
  if (!place.filtered) {
    return;
  }
  if (event.kind === 'delete' && (isDeleted(state) || isAhead(tx, sub, event, from))) {
    tx.drop('members', member);
  } else {
    tx.put('members', member, place.g);
  }
}

/**
 * Whether another subscription has told more of a collection already. Then a deletion that has lost may have won as far as this one has come;
 * otherwise it has lost against what this one has told, and the record is still there.
 */
function isAhead(tx: Transaction, sub: string, { collection }: StoreEvent, from: number): boolean {
  return [...tx.ledger.places].some(
    ([other, { asOf = 0, collections }]) => other !== sub && asOf > from && collections.includes(collection),
  );
}
