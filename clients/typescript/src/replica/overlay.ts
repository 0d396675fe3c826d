import { applyOp } from '../record/apply.js';
import type { Op } from '../record/op.js';
import type { RecordState } from '../record/state.js';
import type { Write } from '../storage/storage.js';
import { type OpEntry, recordKey } from './entries.js';
import type { Change } from './recorder.js';

/** Names of records by collection. */
export type Touched = Map<string, Set<string>>;

interface OnTop {
  /** Its place in the log; absent while it is not saved. */
  key?: string;
  op: Op;
  unsent: boolean;
}

/** The ops of a record, in the order of their clocks, and what they made of it when somebody looked last. */
class Stack {
  readonly ops: OnTop[] = [];
  #below: RecordState | undefined;
  #shown: RecordState | undefined;
  /** How many ops are in what is shown. */
  #height = 0;

  /** The record with the ops on top; those that were there the last time are not applied again. */
  over(below: RecordState | undefined, sets: ReadonlySet<string> | undefined): RecordState | undefined {
    if (this.#height === 0 || this.#below !== below) {
      this.#height = 0;
      this.#below = this.#shown = below;
    }
    for (; this.#height < this.ops.length; this.#height++) {
      this.#shown = applyOp(this.#shown, this.ops[this.#height]!.op, sets);
    }
    return this.#shown;
  }

  add(entry: OnTop): void {
    let at = this.ops.length;
    while (at > 0 && this.ops[at - 1]!.op.hlc > entry.op.hlc) {
      at--;
    }
    this.ops.splice(at, 0, entry);
    this.#height = at < this.#height ? 0 : this.#height;
  }

  remove(entry: OnTop): void {
    this.ops.splice(this.ops.indexOf(entry), 1);
    this.#height = 0;
  }
}

/** The ops that are shown on top of confirmed records. */
export class Overlay {
  readonly #byRecord = new Map<string, Stack>();
  readonly #byId = new Map<string, OnTop>();
  readonly #byKey = new Map<string, OnTop>();
  #unsent = 0;

  /** How many ops are not acked, those included that are not saved yet. */
  get unsent(): number {
    return this.#unsent;
  }

  /** A record with its ops on top. */
  over(
    { collection, id }: { readonly collection: string; readonly id: string },
    below: RecordState | undefined,
    sets: ReadonlySet<string> | undefined,
  ): RecordState | undefined {
    const stack = this.#byRecord.size > 0 ? this.#byRecord.get(recordKey(collection, id)) : undefined;
    return stack ? stack.over(below, sets) : below;
  }

  /** The records of a collection that have any. */
  *ids(collection: string): Iterable<string> {
    for (const key of this.#byRecord.keys()) {
      if (key.startsWith(`${collection}/`)) {
        yield key.slice(collection.length + 1);
      }
    }
  }

  /** Shows a change that is not saved yet. */
  show(change: Change, touched: Touched): void {
    for (const op of change.ops) {
      if (!this.#byId.has(op.opId)) {
        this.#add({ op, unsent: true });
        touch(touched, op);
      }
    }
  }

  /** Takes a change off that is not saved. */
  withdraw(change: Change, touched: Touched): void {
    for (const { opId } of change.ops) {
      const entry = this.#byId.get(opId);
      if (entry && entry.key === undefined) {
        this.#remove(entry);
        touch(touched, entry.op);
      }
    }
  }

  /** Follows a commit. */
  applied({ key, value }: Write, touched: Touched): void {
    const entry = value as unknown as OpEntry | undefined;
    const before = (entry && this.#byId.get(entry.op.opId)) ?? this.#byKey.get(key);
    const after = entry && entry.state !== 'done' && { key, op: entry.op, unsent: entry.state === 'unsent' };
    if (before && after && this.#renew(before, after)) {
      return;
    }
    if (before) {
      this.#remove(before);
      touch(touched, before.op);
    }
    if (after) {
      this.#add(after);
      touch(touched, after.op);
    }
  }

  /** Begins anew with what the log has; what is not saved stays, as far as the log does not have it. */
  restart(log: readonly Write[], touched: Touched): void {
    const known = new Set(log.map(({ value }) => (value as unknown as OpEntry).op.opId));
    for (const entry of [...this.#byId.values()]) {
      if (entry.key !== undefined || known.has(entry.op.opId)) {
        this.#remove(entry);
        touch(touched, entry.op);
      }
    }
    log.forEach((write) => this.applied(write, touched));
  }

  /** Takes what has become of an op; not when it changes what is shown. */
  #renew(entry: OnTop, { key, op, unsent }: OnTop & { readonly key: string }): boolean {
    const isSame = entry.op.hlc === op.hlc;
    if (isSame) {
      this.#forget(entry);
      this.#learn(Object.assign(entry, { key, unsent }));
    }
    return isSame;
  }

  #add(entry: OnTop): void {
    const stack = this.#stackOf(entry.op);
    this.#byRecord.set(recordKey(entry.op.collection, entry.op.id), stack);
    stack.add(entry);
    this.#learn(entry);
  }

  #remove(entry: OnTop): void {
    const stack = this.#stackOf(entry.op);
    stack.remove(entry);
    if (stack.ops.length === 0) {
      this.#byRecord.delete(recordKey(entry.op.collection, entry.op.id));
    }
    this.#forget(entry);
  }

  #stackOf({ collection, id }: Op): Stack {
    return this.#byRecord.get(recordKey(collection, id)) ?? new Stack();
  }

  #learn(entry: OnTop): void {
    this.#byId.set(entry.op.opId, entry);
    if (entry.key !== undefined) {
      this.#byKey.set(entry.key, entry);
    }
    this.#unsent += entry.unsent ? 1 : 0;
  }

  #forget({ op, key, unsent }: OnTop): void {
    this.#byId.delete(op.opId);
    if (key !== undefined) {
      this.#byKey.delete(key);
    }
    this.#unsent -= unsent ? 1 : 0;
  }
}

/** Adds a record to those that were touched. */
export function touch(
  touched: Touched,
  { collection, id }: { readonly collection: string; readonly id: string },
): void {
  const ids = touched.get(collection) ?? new Set();
  touched.set(collection, ids.add(id));
}
