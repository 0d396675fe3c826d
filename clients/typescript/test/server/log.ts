import { join } from '../../src/record/join.js';
import type { RecordState } from '../../src/record/state.js';
import { isPurged } from '../../src/record/tombstone.js';
import type { StoreEvent, WireRecord } from '../../src/wire/messages.js';
import { difference, type Change } from './owner.js';

/** An event with what the record was before and is after it. */
export interface LogEntry {
  readonly seq: number;
  readonly eventId: number;
  readonly change: Change;
  readonly before: RecordState | undefined;
  readonly after: RecordState;
}

/** A record as the log knows it. */
export interface Known {
  readonly collection: string;
  readonly id: string;
  readonly state: RecordState;
  readonly lastSeq: number;
}

/** The event log of one store, and the records that follow from it. */
export class Log {
  epoch = 'epoch-1';
  entries: LogEntry[] = [];
  records = new Map<string, Known>();
  head = 0;
  /** Events up to here are gone. */
  compactedTo = 0;
  /** The last `seq` of any tombstone that was purged. */
  purgedSeq = 0;
  purgedBefore = 0;
  #seen = new Set<number>();
  /** Deletion clocks of records that were purged. */
  #purged = new Map<string, string>();
  #epochs = 1;

  /** Puts an event at the end; an event counts once. Returns its place, or that of none. */
  append(change: Change): number | undefined {
    const key = `${change.collection}/${change.id}`;
    if (this.#seen.has(change.eventId)) return undefined;
    this.#seen.add(change.eventId);
    const before = this.records.get(key);
    const state = join(before?.state, change.state).state;
    const purgedAt = this.#purged.get(key);
    if (!before && purgedAt !== undefined && !((change.state.deleted?.clock ?? '') > purgedAt)) return undefined;
    const seq = ++this.head;
    this.records.set(key, { collection: change.collection, id: change.id, state, lastSeq: seq });
    this.entries.push({ seq, eventId: change.eventId, change, before: before?.state, after: state });
    return seq;
  }

  after(seq: number, limit: number): LogEntry[] {
    return this.entries.filter((entry) => entry.seq > seq).slice(0, limit);
  }

  /** The event at a place, as far as the log reaches. */
  eventAt(seq: number): number | undefined {
    return this.entries.find((entry) => entry.seq === seq)?.eventId;
  }

  compact(to: number): void {
    this.compactedTo = Math.max(this.compactedTo, Math.min(to, this.head));
    this.entries = this.entries.filter(({ seq }) => seq > this.compactedTo);
  }

  /** Forgets tombstones that are older, Unix ms. */
  purge(before: number): void {
    this.purgedBefore = Math.max(this.purgedBefore, before);
    for (const [key, { state, lastSeq }] of this.records) {
      if (isPurged(state, before)) {
        this.records.delete(key);
        this.#purged.set(key, state.deleted!.clock);
        this.purgedSeq = Math.max(this.purgedSeq, lastSeq);
      }
    }
  }

  /** A new epoch; with records, the log becomes what they are and begins at its end. */
  begin(records?: ReadonlyMap<string, RecordState>): void {
    this.epoch = `epoch-${++this.#epochs}`;
    if (records) {
      this.head++;
      this.compactedTo = this.head;
      this.entries = [];
      this.records = new Map([...records].map(([key, state]) => [key, { ...nameOf(key), state, lastSeq: this.head }]));
    }
  }

  /** Appends what it lacks of the owner's records. */
  reconcile(records: ReadonlyMap<string, RecordState>, eventId: () => number): void {
    for (const [key, state] of records) {
      const known = this.records.get(key)?.state;
      if (join(known, state).changed.length > 0 && !isPurged(state, this.purgedBefore)) {
        const deleted = state.deleted?.value;
        const kind = deleted ? 'delete' : known?.deleted?.value ? 'restore' : 'put';
        this.append({ eventId: eventId(), ...nameOf(key), kind, state: join(known, state).state });
      }
    }
  }

  copy(): () => void {
    const { entries, head, compactedTo, purgedSeq, purgedBefore } = this;
    const kept = { entries: [...entries], head, compactedTo, purgedSeq, purgedBefore };
    const [records, seen, purged] = [new Map(this.records), new Set(this.#seen), new Map(this.#purged)];
    return () => {
      Object.assign(this, { ...kept, entries: [...kept.entries], records: new Map(records) });
      this.#seen = new Set(seen);
      this.#purged = new Map(purged);
    };
  }
}

function nameOf(key: string): { collection: string; id: string } {
  const [collection, id] = key.split('/') as [string, string];
  return { collection, id };
}

export function wireRecord({ collection, id, state }: Known): WireRecord {
  const { fields, clocks, deleted } = state;
  return { collection, id, fields, clocks, ...(deleted && { deleted }) };
}

export function wireEvent({ seq, change }: LogEntry): StoreEvent {
  const { collection, id, kind, state, opId, deviceId } = change;
  return {
    seq,
    collection,
    id,
    kind,
    changed: state.fields,
    clocks: state.clocks,
    ...(state.deleted && { deleted: state.deleted }),
    ...(opId && { opId }),
    ...(deviceId && { deviceId }),
  };
}

export { difference };
