import { deleteDB, openDB, unwrap } from 'idb';
import type { Json } from '../value/json.js';
import { fromIndexedDb } from './indexeddb-faults.js';
import { Opened } from './opened.js';
import { StorageError, TABLES, type Entry, type Range, type Storage, type Table, type Write } from './storage.js';
import { localWitness, type Witness } from './witness.js';

/** How a replica is kept in IndexedDB. */
export interface IndexedDbOptions {
  /**
   * `strict` (unless given): a commit resolves when the browser has flushed it to the disk. `relaxed`: when the operating system has it, which is
   * faster, survives the browser, and may be lost with the power.
   */
  readonly durability?: 'strict' | 'relaxed';
  /** What remembers that there is a replica; `localStorage` unless given, nothing where there is none. */
  readonly witness?: Witness;
}

/** A replica in the IndexedDB database `name`, one object store for each table. Several tabs may have it open. */
export class IndexedDbStorage implements Storage {
  readonly #opened = new Opened();
  readonly #durability: IDBTransactionDurability;
  readonly #witness: Witness;
  #database: IDBDatabase | undefined;
  #wasLost = false;
  #witnessed = false;

  constructor(
    readonly name: string,
    { durability = 'strict', witness = localWitness(name) }: IndexedDbOptions = {},
  ) {
    this.#durability = durability;
    this.#witness = witness;
  }

  get sharedAs(): string {
    return this.name;
  }

  get wasLost(): boolean {
    return this.#wasLost;
  }

  async open(): Promise<void> {
    try {
      this.#database = await this.#connect();
      this.#opened.begin();
      this.#wasLost = this.#witness.there() && (await this.#isEmpty());
    } catch (cause) {
      await this.close();
      throw fromIndexedDb(cause, true);
    }
  }

  get(table: Table, keys: readonly string[]): Promise<(Json | undefined)[]> {
    return this.#transact([table], 'readonly', (transaction) => {
      const store = transaction.objectStore(table);
      const requests = keys.map((key) => store.get(key));
      return () => requests.map((request) => request.result as Json | undefined);
    });
  }

  scan(table: Table, { from, to, limit }: Range = {}): Promise<Entry[]> {
    if ((from !== undefined && to !== undefined && from >= to) || limit === 0)
      return this.get(table, []).then(() => []);
    return this.#transact([table], 'readonly', (transaction) => {
      const store = transaction.objectStore(table);
      const range = rangeOf(from, to);
      const keys = store.getAllKeys(range, limit);
      const values = store.getAll(range, limit);
      return () => keys.result.map((key, at) => ({ key: key as string, value: values.result[at] as Json }));
    });
  }

  async commit(writes: readonly Write[]): Promise<void> {
    // `meta` is in every scope, so that transactions are carried out in the order in which they were begun.
    const tables = new Set<Table>(['meta', ...writes.map(({ table }) => table)]);
    await this.#transact([...tables], 'readwrite', (transaction) => {
      for (const { table, key, value } of writes) {
        if (value === undefined) transaction.objectStore(table).delete(key);
        else transaction.objectStore(table).put(value, key);
      }
      return () => undefined;
    });
    if (!this.#witnessed) this.#witness.remember();
    this.#witnessed = true;
  }

  onLost(listener: (error: StorageError) => void): () => void {
    return this.#opened.onLost(listener);
  }

  async close(): Promise<void> {
    this.#opened.end();
    this.#database?.close();
    this.#database = undefined;
  }

  async destroy(): Promise<void> {
    await this.close();
    try {
      await deleteDB(this.name);
    } catch (cause) {
      throw fromIndexedDb(cause, true);
    }
    this.#witness.forget();
    this.#witnessed = false;
  }

  async #connect(): Promise<IDBDatabase> {
    let given = false;
    return new Promise((resolve, reject) => {
      const opening = openDB(this.name, 1, {
        upgrade: (database) => TABLES.forEach((table) => void database.createObjectStore(table)),
        blocked: () => {
          given = true;
          reject(new StorageError('denied', 'another tab holds an older version of the storage open'));
        },
        blocking: (_, version) =>
          this.#lose(version === null ? 'the storage was deleted' : 'a newer version of the app took the storage over'),
        terminated: () => this.#lose('the browser took the storage away'),
      });
      opening.then((database) => (given ? database.close() : resolve(unwrap(database))), reject);
    });
  }

  async #isEmpty(): Promise<boolean> {
    const firsts = await this.#transact([...TABLES], 'readonly', (transaction) => {
      // to count would be to read them all
      const requests = TABLES.map((table) => transaction.objectStore(table).getKey(IDBKeyRange.lowerBound('')));
      return () => requests.map((request) => request.result);
    });
    return firsts.every((key) => key === undefined);
  }

  #lose(why: string, cause?: unknown): void {
    this.#database?.close();
    this.#database = undefined;
    this.#opened.lose(new StorageError('lost', why, { cause }));
  }

  /** Carries out requests in one transaction; `ask` returns how to read their results, which is done when all is over. */
  async #transact<T>(
    tables: Table[],
    mode: IDBTransactionMode,
    ask: (transaction: IDBTransaction) => () => T,
  ): Promise<T> {
    this.#opened.require();
    try {
      const transaction = this.#database!.transaction(tables, mode, { durability: this.#durability });
      const done = completion(transaction);
      let read: () => T;
      try {
        read = ask(transaction);
        // Not after reads: Chromium may complete then before large values have come.
        if (mode === 'readwrite') transaction.commit?.();
      } catch (error) {
        done.catch(() => undefined);
        transaction.abort();
        throw error;
      }
      await done;
      return read();
    } catch (cause) {
      const error = fromIndexedDb(cause, false);
      if (error.fault === 'lost') this.#lose(error.message, cause);
      throw error;
    }
  }
}

function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException('the transaction was aborted', 'AbortError'));
  });
}

function rangeOf(from: string | undefined, to: string | undefined): IDBKeyRange | undefined {
  if (from !== undefined && to !== undefined) return IDBKeyRange.bound(from, to, false, true);
  if (from !== undefined) return IDBKeyRange.lowerBound(from);
  return to === undefined ? undefined : IDBKeyRange.upperBound(to, true);
}
