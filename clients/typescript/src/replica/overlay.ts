import type { Op } from '../record/op.js';
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

/** The ops that are shown on top of confirmed records. */
export class Overlay {
  readonly #byRecord = new Map<string, OnTop[]>();
  readonly #byId = new Map<string, OnTop>();
  readonly #byKey = new Map<string, OnTop>();
  #unsent = 0;

  /** How many ops are not acked, those included that are not saved yet. */
  get unsent(): number {
    return this.#unsent;
  }

  /** Those of one record, in their order. */
  of(collection: string, id: string): readonly Op[] {
    const list = this.#byRecord.size > 0 ? this.#byRecord.get(recordKey(collection, id)) : undefined;
    return list?.map(({ op }) => op) ?? NONE;
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
  applied(write: Write, touched: Touched): void {
    const entry = write.value as unknown as OpEntry | undefined;
    const before = (entry && this.#byId.get(entry.op.opId)) ?? this.#byKey.get(write.key);
    if (before) {
      this.#remove(before);
      touch(touched, before.op);
    }
    if (entry && entry.state !== 'done') {
      this.#add({ key: write.key, op: entry.op, unsent: entry.state === 'unsent' });
      touch(touched, entry.op);
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

  #add(entry: OnTop): void {
    const record = recordKey(entry.op.collection, entry.op.id);
    const list = this.#byRecord.get(record) ?? [];
    this.#byRecord.set(record, list);
    const later = list.findIndex((other) => isAfter(other, entry));
    list.splice(later < 0 ? list.length : later, 0, entry);
    this.#byId.set(entry.op.opId, entry);
    if (entry.key !== undefined) {
      this.#byKey.set(entry.key, entry);
    }
    this.#unsent += entry.unsent ? 1 : 0;
  }

  #remove(entry: OnTop): void {
    const record = recordKey(entry.op.collection, entry.op.id);
    const list = this.#byRecord.get(record)!.filter((other) => other !== entry);
    if (list.length > 0) {
      this.#byRecord.set(record, list);
    } else {
      this.#byRecord.delete(record);
    }
    this.#byId.delete(entry.op.opId);
    if (entry.key !== undefined) {
      this.#byKey.delete(entry.key);
    }
    this.#unsent -= entry.unsent ? 1 : 0;
  }
}

const NONE: readonly Op[] = [];

/** What is not saved comes after what is. */
function isAfter(a: OnTop, b: OnTop): boolean {
  return b.key !== undefined && (a.key === undefined || a.key > b.key);
}

/** Adds a record to those that were touched. */
export function touch(
  touched: Touched,
  { collection, id }: { readonly collection: string; readonly id: string },
): void {
  const ids = touched.get(collection) ?? new Set();
  touched.set(collection, ids.add(id));
}
