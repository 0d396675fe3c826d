import { formatStamp, millisOf, parseStamp, shiftStamp } from '../clock/hlc.js';
import { HybridClock } from '../clock/hybrid-clock.js';
import type { Stamp } from '../record/state.js';
import type { DeviceClock } from './device-clock.js';
import type { OpEntry } from './entries.js';
import type { Transaction } from './transaction.js';

/** Of a stamp without its node. */
const LENGTH = 17;

/**
 * Moves stamps by as much, in the order in which they come, but not beyond a time: a clock that had heard of others may have been right while
 * the device's time was not.
 */
export class Correction {
  readonly #millis: number;
  readonly #most: number;
  #last: Stamp = '';

  /** @param most Unix ms, corrected: nothing was written after that */
  constructor(millis: number, most: number) {
    this.#millis = millis;
    this.#most = Math.max(0, Math.floor(most));
  }

  move(stamp: Stamp): Stamp {
    const moved = shiftStamp(stamp, this.#millis);
    const { node, ...reading } = parseStamp(moved);
    const within = reading.millis > this.#most ? formatStamp({ millis: this.#most, counter: 0, node }) : moved;
    this.#last = within.slice(0, LENGTH) > this.#last ? within.slice(0, LENGTH) : this.#next(node);
    return `${this.#last}-${node}`;
  }

  /** The reading after the last one. */
  #next(node: string): Stamp {
    const clock = new HybridClock({ node, now: () => 0, last: `${this.#last}-${node}` });
    return clock.now().slice(0, LENGTH);
  }
}

/** Moves the clocks of unsent ops. `clock` is that of the writer, before it is moved. Returns the greatest of them. */
export function shiftOps(tx: Transaction, millis: number, clock: DeviceClock): Stamp {
  const correction = new Correction(millis, clock.time() + millis);
  let greatest = '';
  for (const [key, entry] of tx.ledger.outbox.unsent) {
    const hlc = correction.move(entry.op.hlc);
    greatest = hlc > greatest ? hlc : greatest;
    restamp(tx, key, entry, hlc);
  }
  tx.put('meta', 'offset', clock.offset + millis);
  const last = clock.lastAfter(millis) ?? '';
  if (last !== '' || greatest !== '') {
    tx.put('meta', 'clock', last > greatest ? last : greatest);
  }
  tx.note({ what: 'shifted', detail: `${millis} ms` });
  return greatest;
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
