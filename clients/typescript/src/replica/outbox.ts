import type { Write } from '../storage/storage.js';
import { type OpEntry, type RefusedEntry, recordKey } from './entries.js';

/** Ops by their keys, as the tables `ops` and `refused` have them; what is `done` by its id only. */
export class Outbox {
  /** In the order in which they were made. */
  readonly unsent = new Map<string, OpEntry>();
  /** Ops of an epoch that is gone, which go first; in the order in which they were made. */
  readonly again = new Map<string, OpEntry>();
  /** Ops whose event was not seen. */
  readonly acked = new Map<string, OpEntry>();
  readonly refused = new Map<string, RefusedEntry>();
  readonly #keys = new Map<string, string>();
  readonly #ids = new Map<string, string>();
  readonly #records = new Map<string, number>();

  /** How many ops are to be pushed. */
  get size(): number {
    return this.unsent.size + this.again.size;
  }

  /** The key of an op that is known here, in whatever state. */
  keyOf(opId: string): string | undefined {
    return this.#keys.get(opId);
  }

  /** An op that is unsent or acked. */
  get(key: string): OpEntry | undefined {
    return this.again.get(key) ?? this.unsent.get(key) ?? this.acked.get(key);
  }

  /** All ops that are unsent or acked. */
  *open(): Iterable<[string, OpEntry]> {
    yield* this.acked;
    yield* this.again;
    yield* this.unsent;
  }

  /** Whether an op that is unsent or acked changes this record. */
  names(record: string): boolean {
    return this.#records.has(record);
  }

  /** Follows a commit. */
  applied(writes: readonly Write[]): void {
    for (const { table, key, value } of writes) {
      if (table === 'ops') {
        this.#put(key, value as OpEntry | undefined);
      } else if (table === 'refused') {
        this.#refuse(key, value as RefusedEntry | undefined);
      }
    }
  }

  #put(key: string, entry: OpEntry | undefined): void {
    const before = this.get(key);
    const list = entry && this.#listOf(entry);
    for (const each of [this.unsent, this.again, this.acked]) {
      if (each !== list) {
        each.delete(key);
      }
    }
    if (entry) {
      list?.set(key, entry);
      this.#learn(key, entry.op.opId);
    } else if (!this.refused.has(key)) {
      this.#forget(key);
    }
    this.#count(before, -1);
    this.#count(list && entry, 1);
  }

  #refuse(key: string, entry: RefusedEntry | undefined): void {
    if (entry) {
      this.refused.set(key, entry);
      this.#learn(key, entry.op.opId);
    } else {
      this.refused.delete(key);
      this.#forget(key);
    }
  }

  #listOf(entry: OpEntry): Map<string, OpEntry> | undefined {
    switch (entry.state) {
      case 'unsent':
        return entry.again ? this.again : this.unsent;
      case 'acked':
        return this.acked;
      case 'done':
        return undefined;
    }
  }

  #learn(key: string, opId: string): void {
    this.#keys.set(opId, key);
    this.#ids.set(key, opId);
  }

  #forget(key: string): void {
    const opId = this.#ids.get(key);
    if (opId !== undefined && this.#keys.get(opId) === key) {
      this.#keys.delete(opId);
    }
    this.#ids.delete(key);
  }

  #count(entry: OpEntry | undefined, by: number): void {
    if (entry) {
      const record = recordKey(entry.op.collection, entry.op.id);
      const count = (this.#records.get(record) ?? 0) + by;
      if (count === 0) {
        this.#records.delete(record);
      } else {
        this.#records.set(record, count);
      }
    }
  }
}
