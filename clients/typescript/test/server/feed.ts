import { type Filter, readWhere } from '../../src/filter/where.js';
import { isDeleted } from '../../src/record/tombstone.js';
import type { RecordState } from '../../src/record/state.js';
import type { ServerMessage, StoreEvent, Subscribe } from '../../src/wire/messages.js';
import { type Known, type Log, type LogEntry, wireEvent, wireRecord } from './log.js';

interface Cursor {
  readonly epoch: string;
  readonly seq: number;
  readonly check: number | undefined;
  readonly query: string;
  readonly shown: number;
}
interface SnapshotPlace {
  readonly epoch: string;
  readonly asOf: number;
  readonly check: number | undefined;
  readonly query: string;
  /** Records that changed after this place; all when absent. */
  readonly changed?: number;
  /** The key, or the last `seq`, of the last record that was read. */
  readonly after: string;
  readonly shown: number;
}
type Phase = { at: 'snapshot'; place: SnapshotPlace } | { at: 'reading' | 'live' | 'closed' };

/** What a feed says, and where it finds what it says. */
export interface FeedParts {
  readonly log: Log;
  readonly storeId: string;
  /** Who subscribes. */
  readonly deviceId: string;
  /** Records and events of one message. */
  readonly page: () => number;
  send(message: ServerMessage): void;
  /** A device knew another history. */
  doubted(): void;
}

/** One subscription of one connection: section 4 and 5 of the protocol. */
export class Feed {
  #phase: Phase = { at: 'reading' };
  #at = 0;
  #check: number | undefined;
  #shown = 0;
  #told = 0;
  #cursorSeq = 0;
  #epoch: string;
  #announced = false;
  readonly #filter: Filter | undefined;
  readonly #query: string;

  constructor(
    readonly request: Subscribe,
    private readonly parts: FeedParts,
  ) {
    this.#filter = request.where && readWhere(request.where);
    this.#query = `${[...request.collections].sort()}${this.#filter?.canonical ?? ''}`;
    this.#epoch = parts.log.epoch;
    this.#open(request.next, request.cursor);
  }

  /** Says one more message, if there is one; returns whether there may be more. */
  turn(): boolean {
    switch (this.#phase.at) {
      case 'snapshot':
        this.#page(this.#phase.place);
        return true;
      case 'reading':
        return this.#read();
      case 'live':
        return this.#at < this.parts.log.head ? this.#read() : false;
      case 'closed':
        return false;
    }
  }

  /** The socket does not take more: goes on by reading. */
  lag(): void {
    if (this.#phase.at === 'live' && this.#at < this.parts.log.head) {
      this.#cursorSeq = this.#at;
      this.parts.send({ type: 'lagging', sub: this.request.sub, cursor: this.#cursor() });
      this.#phase = { at: 'reading' };
    }
  }

  refreshCursor(): void {
    if (this.#phase.at === 'live' && this.#cursorSeq < this.#at) this.#sayLive();
  }

  /** The log has become another: looks again where it stands. */
  reopen(): void {
    if (this.#phase.at !== 'closed') {
      const next = this.#phase.at === 'snapshot' ? JSON.stringify(this.#phase.place) : undefined;
      this.#open(next, this.#cursor());
    }
  }

  close(): void {
    this.#phase = { at: 'closed' };
  }

  #open(next: string | undefined, cursor: string | undefined): void {
    this.#epoch = this.parts.log.epoch;
    if (next !== undefined) this.#resume(parse<SnapshotPlace>(next));
    else if (cursor !== undefined) this.#follow(parse<Cursor>(cursor));
    else this.#snapshot();
  }

  #resume(place: SnapshotPlace | undefined): void {
    const { log } = this.parts;
    if (!place) return this.#reset('unreadable');
    if (place.query !== this.#query) return this.#reset('other-query');
    if (place.epoch !== log.epoch) return this.#reset('restored');
    if (place.asOf > log.head || !this.#isThere(place.asOf, place.check)) return this.#reset('restored', true);
    if (log.purgedSeq > (place.changed ?? place.asOf)) return this.#reset('history-lost');
    this.#from(place);
  }

  #follow(cursor: Cursor | undefined): void {
    const { log } = this.parts;
    if (!cursor) return this.#reset('unreadable');
    if (cursor.query !== this.#query) return this.#reset('other-query');
    if (cursor.epoch !== log.epoch) return this.#reset('restored');
    if (cursor.seq > log.head) return this.#reset('restored', true);
    if (cursor.seq < log.compactedTo) {
      if (this.#filter || cursor.seq < log.purgedSeq) return this.#reset('history-lost');
      return this.#snapshot(cursor.seq);
    }
    if (!this.#isThere(cursor.seq, cursor.check)) return this.#reset('restored', true);
    this.#move(cursor.seq, cursor.check, cursor.shown);
    this.#phase = { at: 'reading' };
  }

  #isThere(seq: number, check: number | undefined): boolean {
    return seq <= this.parts.log.compactedTo || this.parts.log.eventAt(seq) === check;
  }

  #reset(reason: string, doubtful = false): void {
    const { log, storeId, send, doubted } = this.parts;
    send({ type: 'reset', sub: this.request.sub, storeId, epoch: log.epoch, reason });
    this.#snapshot();
    if (doubtful) doubted();
  }

  #snapshot(changed?: number): void {
    const { log } = this.parts;
    this.#from({
      epoch: log.epoch,
      asOf: log.head,
      check: log.eventAt(log.head),
      query: this.#query,
      ...(changed !== undefined && { changed }),
      after: '',
      shown: log.head,
    });
  }

  #from(place: SnapshotPlace): void {
    this.#announced = false;
    this.#move(place.asOf, place.check, place.shown);
    this.#phase = { at: 'snapshot', place };
  }

  #move(seq: number, check: number | undefined, shown: number): void {
    this.#at = this.#told = this.#cursorSeq = seq;
    this.#check = check;
    this.#shown = shown;
  }

  #page(place: SnapshotPlace): void {
    const { log, page, storeId, send } = this.parts;
    if (log.purgedSeq > (place.changed ?? place.asOf)) return this.#reset('history-lost');
    const { sub, ref, collections } = this.request;
    const keyOf = (known: Known) =>
      place.changed === undefined ? `${known.collection}/${known.id}` : String(known.lastSeq).padStart(9, '0');
    const left = [...log.records.values()]
      .filter((known) => collections.includes(known.collection))
      .filter((known) => known.lastSeq > (place.changed ?? -1) && keyOf(known) > place.after)
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const read = left.slice(0, page());
    const isLast = read.length === left.length;
    const records = read.filter(({ state }) => !this.#filter || this.#matches(state)).map(wireRecord);
    this.#shown = Math.max(this.#shown, ...read.map(({ lastSeq }) => lastSeq));
    const next = { ...place, after: read.length > 0 ? keyOf(read.at(-1)!) : place.after, shown: this.#shown };
    this.#phase = isLast ? { at: 'reading' } : { at: 'snapshot', place: next };
    if (isLast || records.length > 0) {
      send({
        type: 'snapshot',
        sub,
        ref,
        storeId,
        asOf: place.asOf,
        full: place.changed === undefined,
        records,
        ...(isLast ? { cursor: this.#cursor() } : { next: JSON.stringify(next) }),
      });
    }
  }

  #read(): boolean {
    const { log, page, storeId, send } = this.parts;
    if (this.#at < log.compactedTo) {
      this.reopen();
      return true;
    }
    const entries = log.after(this.#at, page());
    if (entries.length > 0) {
      const before = this.#told;
      const events = this.#filter ? this.#selected(entries) : this.#plain(entries);
      this.#at = entries.at(-1)!.seq;
      this.#check = entries.at(-1)!.eventId;
      if (events.length > 0) {
        this.#told = this.#cursorSeq = this.#at;
        const { sub } = this.request;
        send({ type: 'delta', sub, storeId, from: before, to: this.#at, cursor: this.#cursor(), events });
      }
    }
    if (this.#at < log.head) return true;
    if (this.#phase.at !== 'live') {
      this.#phase = { at: 'live' };
      if (!this.#announced) {
        this.#announced = true;
        this.#sayLive();
      }
    }
    return false;
  }

  #plain(entries: readonly LogEntry[]): StoreEvent[] {
    return entries.filter(({ change }) => this.request.collections.includes(change.collection)).map(wireEvent);
  }

  #selected(all: readonly LogEntry[]): StoreEvent[] {
    const entries = all.filter(({ change }) => this.request.collections.includes(change.collection));
    const repairing = this.#at < this.#shown;
    const histories = new Map<string, LogEntry[]>();
    entries.forEach((entry) => {
      const { id } = entry.change;
      histories.set(id, [...(histories.get(id) ?? []), entry]);
    });
    const told = new Map<LogEntry, StoreEvent>();
    histories.forEach((history, id) => {
      const [first, last] = [history[0]!, history.at(-1)!];
      const before = first.before !== undefined && this.#matches(first.before);
      const after = this.#matches(last.after);
      const ever = before || history.some((entry) => this.#matches(entry.after));
      const enters = after && (repairing || !before);
      const leaves = !after && (repairing ? ever : before);
      if (enters) {
        const now = this.parts.log.records.get(`${last.change.collection}/${id}`);
        if (now && this.#matches(now.state)) {
          this.#shown = Math.max(this.#shown, now.lastSeq);
          told.set(last, enter(last, now.state));
        }
      } else if (leaves) {
        const winner = isDeleted(last.after) && !repairing ? winnerOf(history) : undefined;
        told.set(winner ?? last, winner ? wireEvent(winner) : leave(last));
      } else if (after) {
        history.forEach((entry) => told.set(entry, wireEvent(entry)));
      }
    });
    return entries.flatMap((entry) => told.get(entry) ?? (this.#isOwn(entry) ? leave(entry) : []));
  }

  /** Whether it came of an op of the device that subscribes: it is told that its op is over, whatever the filter lets through. */
  #isOwn({ change }: LogEntry): boolean {
    return change.opId !== undefined && change.deviceId === this.parts.deviceId;
  }

  #matches(state: RecordState): boolean {
    return !isDeleted(state) && this.#filter!.matches(state.fields);
  }

  #sayLive(): void {
    this.#cursorSeq = this.#at;
    const { storeId, send } = this.parts;
    send({ type: 'live', sub: this.request.sub, storeId, cursor: this.#cursor(), to: this.#at });
  }

  #cursor(): string {
    const cursor: Cursor = {
      epoch: this.#epoch,
      seq: this.#at,
      check: this.#check,
      query: this.#query,
      shown: Math.max(this.#shown, this.#at),
    };
    return JSON.stringify(cursor);
  }
}

function parse<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

function enter({ seq, change }: LogEntry, state: RecordState): StoreEvent {
  const { collection, id, opId, deviceId } = change;
  const { fields, clocks, deleted } = state;
  const of = { ...(opId && { opId }), ...(deviceId && { deviceId }), ...(deleted && { deleted }) };
  return { seq, collection, id, kind: 'enter', fields, clocks, ...of };
}

function leave({ seq, change }: LogEntry): StoreEvent {
  const { collection, id, opId, deviceId } = change;
  return { seq, collection, id, kind: 'leave', ...(opId && { opId }), ...(deviceId && { deviceId }) };
}

/** The deletion that won. */
function winnerOf(history: readonly LogEntry[]): LogEntry | undefined {
  return history
    .filter(({ change }) => change.state.deleted?.value)
    .sort((a, b) => (a.change.state.deleted!.clock < b.change.state.deleted!.clock ? -1 : 1))
    .at(-1);
}
