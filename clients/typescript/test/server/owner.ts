import { millisOf } from '../../src/clock/hlc.js';
import { patchOf } from '../../src/record/apply.js';
import { clockOf, shortenClocks, valueOf, writtenFields } from '../../src/record/fields.js';
import { join } from '../../src/record/join.js';
import type { Op } from '../../src/record/op.js';
import type { Deletion, FieldClock, RecordState } from '../../src/record/state.js';
import { isDeleted, isPurged } from '../../src/record/tombstone.js';
import type { Json } from '../../src/value/json.js';
import type { EventKind, OpResult } from '../../src/wire/messages.js';
import type { Problem } from '../../src/wire/problem.js';

/** What an owner tells the log. */
export interface Change {
  readonly eventId: number;
  readonly collection: string;
  readonly id: string;
  readonly kind: EventKind;
  readonly state: RecordState;
  readonly opId?: string;
  readonly deviceId?: string;
}

/** The value of a field that the owner refuses. */
export const POISON = 'poison';
const COLLECTIONS = ['todos', 'lists'];
const MAX_SKEW = 60_000;

export function problem(code: string, status = 422): Problem {
  return { type: `https://xeocontext.dev/problems/${code}`, title: code, status, code };
}

/** The service that has the truth about records: decides ops, each once. */
export class Owner {
  records = new Map<string, RecordState>();
  journal = new Map<string, 'applied' | 'superseded'>();
  /** Tombstones whose content is gone. */
  purged = new Map<string, Deletion>();
  #events = 0;

  /** Decides ops in their order. `told` is how many of the results there is room for. */
  take(ops: readonly Op[], atomic: boolean, deviceId: string, now: number): { results: OpResult[]; changes: Change[] } {
    const before = this.copy();
    const changes: Change[] = [];
    const statuses = ops.map((op) => this.#decide(op, deviceId, now, changes));
    if (atomic && statuses.some((status) => typeof status === 'object')) {
      this.#put(before);
      const results = ops.map((op, at): OpResult => {
        const status = statuses[at]!;
        const outcome = before.journal.get(op.opId);
        return outcome
          ? { opId: op.opId, status: 'duplicate', outcome, ...this.#standing(op) }
          : {
              opId: op.opId,
              status: 'rejected',
              problem: typeof status === 'object' ? status : problem('atomic-aborted', 409),
            };
      });
      return { results, changes: [] };
    }
    const results = ops.map((op, at) => this.#result(op, statuses[at]!));
    return { results, changes };
  }

  #decide(op: Op, deviceId: string, now: number, changes: Change[]): 'applied' | 'superseded' | 'duplicate' | Problem {
    const key = `${op.collection}/${op.id}`;
    if (millisOf(op.hlc) - now > MAX_SKEW) return problem('clock-skew');
    if (!COLLECTIONS.includes(op.collection)) return problem('unknown-collection');
    if (Object.values(op.fields ?? {}).includes(POISON)) return problem('validation-failed');
    if (this.journal.has(op.opId)) return 'duplicate';
    if (this.purged.has(key)) return problem('gone', 410);
    const current = this.records.get(key);
    const patch = patchOf(op, current);
    const { state, changed, reused } = join(current, patch);
    if (reused.length > 0) return problem('clock-reused', 409);
    const hidden = op.kind === 'put' && current !== undefined && isDeleted(current);
    const outcome = changed.length === 0 || hidden ? 'superseded' : 'applied';
    this.journal.set(op.opId, outcome);
    if (changed.length > 0) {
      this.records.set(key, state);
      const shownAgain = current !== undefined && isDeleted(current) && !isDeleted(state);
      changes.push({
        eventId: ++this.#events,
        collection: op.collection,
        id: op.id,
        kind: op.kind,
        state: shownAgain ? state : difference(current, state),
        opId: op.opId,
        deviceId,
      });
    }
    return outcome;
  }

  #result(op: Op, status: 'applied' | 'superseded' | 'duplicate' | Problem): OpResult {
    const { opId } = op;
    if (typeof status === 'object') return { opId, status: 'rejected', problem: status };
    const outcome = this.journal.get(opId)!;
    return { opId, status, ...(status === 'duplicate' && { outcome }), ...this.#standing(op) };
  }

  /** The fields of an op as they stand now, unless they stand as they were sent. */
  #standing(op: Op): Partial<OpResult> {
    const now = this.records.get(`${op.collection}/${op.id}`);
    const purged = this.purged.get(`${op.collection}/${op.id}`);
    if (purged) return { changed: {}, clocks: {}, deleted: purged };
    if (!now) return {};
    const deleted = now.deleted && { deleted: now.deleted };
    const names = Object.keys(op.fields ?? {});
    const asSent = names.every((name) => clockOf(now, name) === op.hlc);
    if (asSent) return { ...deleted };
    const fields: Record<string, Json> = {};
    const clocks: Record<string, FieldClock> = {};
    for (const name of names) {
      const clock = clockOf(now, name);
      if (clock === undefined) continue;
      const value = valueOf(now, name);
      if (typeof clock === 'string') {
        fields[name] = value;
        clocks[name] = clock;
      } else {
        const { add, remove } = op.fields![name] as { add: Json[]; remove: Json[] };
        const touched = [...add, ...remove].map(String).filter((element) => clock[element] !== undefined);
        fields[name] = (value as string[]).filter((element) => touched.includes(element));
        clocks[name] = Object.fromEntries(touched.map((element) => [element, clock[element]!]));
      }
    }
    return { changed: fields, clocks: shortenClocks(clocks), ...deleted };
  }

  /** Takes the content of old tombstones away. */
  purge(before: number): void {
    for (const [key, state] of this.records) {
      if (isPurged(state, before)) {
        this.purged.set(key, state.deleted!);
        this.records.delete(key);
      }
    }
  }

  copy(): {
    records: Map<string, RecordState>;
    journal: Map<string, 'applied' | 'superseded'>;
    purged: Map<string, Deletion>;
  } {
    return { records: new Map(this.records), journal: new Map(this.journal), purged: new Map(this.purged) };
  }

  /** Puts it back to what a copy has. */
  restore(copy: ReturnType<Owner['copy']>): void {
    this.#put({ records: new Map(copy.records), journal: new Map(copy.journal), purged: new Map(copy.purged) });
  }

  #put(copy: ReturnType<Owner['copy']>): void {
    this.records = copy.records;
    this.journal = copy.journal;
    this.purged = copy.purged;
  }
}

/** What of a state was not in another; of a set the elements that changed. */
export function difference(before: RecordState | undefined, after: RecordState): RecordState {
  const fields: Record<string, Json> = {};
  const clocks: Record<string, FieldClock> = {};
  for (const name of writtenFields(after)) {
    const clock = clockOf(after, name)!;
    const old = before && clockOf(before, name);
    if (typeof clock === 'string') {
      if (clock !== old) {
        fields[name] = valueOf(after, name);
        clocks[name] = clock;
      }
    } else {
      const had = typeof old === 'object' ? old : {};
      const changed = Object.keys(clock).filter((element) => clock[element] !== had[element]);
      if (changed.length > 0) {
        fields[name] = (valueOf(after, name) as string[]).filter((element) => changed.includes(element));
        clocks[name] = Object.fromEntries(changed.map((element) => [element, clock[element]!]));
      }
    }
  }
  const moved = after.deleted !== before?.deleted;
  return { fields, clocks: shortenClocks(clocks), ...(moved && after.deleted && { deleted: after.deleted }) };
}
