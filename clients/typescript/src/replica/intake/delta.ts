import type { Wanted } from '../../sync/target.js';
import type { Delta, StoreEvent } from '../../wire/messages.js';
import type { PlaceEntry } from '../entries.js';
import type { Transaction } from '../transaction.js';
import { Confirmed, type RecordName, stateOf } from './confirmed.js';
import { dropContradicted } from './contradicted.js';
import { finishById, finishPassed } from './done.js';
import { dropUnheld } from './holders.js';
import { Members } from './members.js';

/**
 * Takes events, and the place after them.
 *
 * @param wanted what may be contradicted by what was left behind; nothing as long as that was not looked for
 */
export async function takeDelta(
  tx: Transaction,
  sub: string,
  place: PlaceEntry,
  message: Delta,
  wanted: readonly Wanted[],
): Promise<void> {
  const { next: _, ...rest } = place;
  const after: PlaceEntry = { ...rest, cursor: message.cursor, asOf: Math.max(place.asOf ?? 0, message.to) };
  const confirmed = await Confirmed.read(tx, message.events);
  const members = place.filtered && (await Members.read(tx, sub, place.g, message.events));
  const loose: RecordName[] = [];
  let others = 0;
  for (const event of message.events) {
    take(after, event, confirmed, members);
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
  if (place.filtered) {
    await dropContradicted(tx, wanted, place.collections[0]!, loose);
  }
  if (others > 0) {
    tx.note({ what: 'received', count: others });
  }
}

function take(place: PlaceEntry, event: StoreEvent, confirmed: Confirmed, members: Members | undefined): void {
  if (event.kind === 'leave') {
    members?.drop(event);
    return;
  }
  const known = confirmed.get(event);
  const replaces = event.kind === 'enter' && known?.lost === true;
  confirmed.merge(event, stateOf(event), known || place.filtered ? undefined : place.g, replaces);
  if (event.kind === 'delete' && !members?.outlives(event, event.deleted)) {
    members?.drop(event);
  } else {
    members?.hold(event, event.deleted, event.kind === 'enter');
  }
}
