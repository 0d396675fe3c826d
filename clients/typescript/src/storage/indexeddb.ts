import { deleteDB, openDB, unwrap } from 'idb';
import type { Json } from '../value/json.js';
import { answer, rows } from './idb.js';
import { fromIndexedDb } from './indexeddb-faults.js';
import { Opened } from './opened.js';
import { readPage, type Page, type Reading } from './packed-scan.js';
import { skimmedEntry } from './skimmed.js';
import { Marks } from './stale.js';
import {
  StorageError,
  TABLES,
  type Entry,
  type Range,
  type Skimmed,
  type SkimmedPage,
  type Storage,
  type Table,
  type Write,
} from './storage.js';
import { localWitness, type Witness } from './witness.js';

export type { Witness };

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

/** What takes part in reading `records`: see {@link readPage}. */
const PACKED = ['records', 'packs', 'stale'];
const ENTRIES: Reading<Entry> = { ofPack: (pack) => pack.entries(), ofRow: (entry) => entry };
const SKIMMED: Reading<Skimmed> = { ofPack: (pack) => pack.skimmed(), ofRow: skimmedEntry };

const VERSION = 3;

/** A replica in the IndexedDB database `name`, one object store for each table. Several tabs may have it open. */
export class IndexedDbStorage implements Storage {
  readonly #opened = new Opened();
  readonly #durability: IDBTransactionDurability;
  readonly #witness: Witness;
  #database: IDBDatabase | undefined;
  #marks = new Marks();
  #wasLost = false;
  #witnessed = false;

  constructor(
    /** The name of the database. */
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
      this.#marks = new Marks();
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
      return Promise.all(keys.map((key) => answer(store.get(key)) as Promise<Json | undefined>));
    });
  }

  scan(table: Table, range: Range = {}): Promise<Entry[]> {
    const { from, to, limit } = range;
    if (isEmpty(range)) return this.get(table, []).then(() => []);
    if (table === 'records') {
      return this.#transact(PACKED, 'readonly', (transaction) => scanPages(transaction, this.#marks, range));
    }
    return this.#transact([table], 'readonly', (transaction) => rows(transaction.objectStore(table), from, to, limit));
  }

  async skim(range: Range): Promise<SkimmedPage> {
    if (isEmpty(range)) return { records: async () => [] };
    const { make, next } = await this.#transact(PACKED, 'readonly', (transaction) =>
      readPage(transaction, this.#marks, range, SKIMMED),
    );
    const asRows = async (): Promise<Skimmed[]> => {
      const { from, to } = range;
      const found = await this.#transact(['records'], 'readonly', (transaction) =>
        rows(transaction.objectStore('records'), from, next ?? to),
      );
      return found.map(skimmedEntry);
    };
    return { records: async () => make() ?? asRows(), ...(next !== undefined && { next }) };
  }

  async commit(writes: readonly Write[]): Promise<void> {
    const keys = writes.filter(({ table }) => table === 'records').map(({ key }) => key);
    // `meta` is in every scope, so that transactions are carried out in the order in which they were begun.
    const stores = new Set(['meta', ...writes.map(({ table }) => table), ...(keys.length > 0 ? ['stale'] : [])]);
    await this.#transact([...stores], 'readwrite', (transaction) => {
      for (const { table, key, value } of writes) {
        if (value === undefined) transaction.objectStore(table).delete(key);
        else transaction.objectStore(table).put(value, key);
      }
      if (keys.length > 0) transaction.objectStore('stale').add(keys);
      transaction.commit?.();
    });
    if (!this.#witnessed) this.#witness.remember();
    this.#witnessed = true;
  }

  async recover(): Promise<void> {
    if (!/Chrom(e|ium)\//.test(globalThis.navigator?.userAgent ?? '')) return;
    // When that cannot be done, all is as it would be without it.
    await import('./new-log.js')
      .then(({ beginNewLog }) => beginNewLog(`${this.name}/filler`, { openDB, deleteDB }))
      .catch(() => undefined);
  }

  async tidy(): Promise<boolean> {
    this.#opened.require();
    const { tidy } = await import('./packing.js');
    return this.#transact(PACKED, 'readwrite', tidy);
  }

  onLost(listener: (error: StorageError) => void): () => void {
    return this.#opened.onLost(listener);
  }

  /** Closes it; nothing while it is not open. */
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
      const opening = openDB(this.name, VERSION, {
        upgrade: (database, before) => {
          if (before < 1) TABLES.forEach((table) => void database.createObjectStore(table));
          // Packs of other versions are of another make.
          for (const name of ['packs', 'stale']) {
            if (database.objectStoreNames.contains(name)) database.deleteObjectStore(name);
            database.createObjectStore(name, { autoIncrement: name === 'stale' });
          }
        },
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
    const firsts = await this.#transact(TABLES, 'readonly', (transaction) =>
      // to count would be to read them all
      Promise.all(TABLES.map((table) => answer(transaction.objectStore(table).getKey(IDBKeyRange.lowerBound(''))))),
    );
    return firsts.every((key) => key === undefined);
  }

  #lose(why: string, cause?: unknown): void {
    this.#database?.close();
    this.#database = undefined;
    this.#opened.lose(new StorageError('lost', why, { cause }));
  }

  /** Carries out `work` in one transaction, which it keeps alive by requests. Resolves when it is done, and what was written is committed. */
  async #transact<T>(
    stores: readonly string[],
    mode: IDBTransactionMode,
    work: (transaction: IDBTransaction) => T | Promise<T>,
  ): Promise<T> {
    this.#opened.require();
    try {
      const transaction = this.#database!.transaction(stores, mode, { durability: this.#durability });
      const done = completion(transaction);
      done.catch(() => undefined);
      try {
        const result = await work(transaction);
        // What was read is not taken back.
        await (mode === 'readonly' ? undefined : done);
        return result;
      } catch (error) {
        abort(transaction);
        throw error;
      }
    } catch (cause) {
      const error = fromIndexedDb(cause, false);
      if (error.fault === 'lost') this.#lose(error.message, cause);
      throw error;
    }
  }
}

/** What is in a range of `records`. */
async function scanPages(transaction: IDBTransaction, marks: Marks, range: Range): Promise<Entry[]> {
  const { from = '', to, limit = Infinity } = range;
  const found: Entry[] = [];
  for (let low: string | undefined = from; low !== undefined && found.length < limit;) {
    const { make, next }: Page<Entry> = await readPage(
      transaction,
      marks,
      { ...range, from: low, limit: limit - found.length },
      ENTRIES,
    );
    for (const entry of make() ?? (await rows(transaction.objectStore('records'), low, next ?? to))) found.push(entry);
    low = next;
  }
  return found.slice(0, limit);
}

function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException('the transaction was aborted', 'AbortError'));
  });
}

function isEmpty({ from = '', to, limit }: Range): boolean {
  return limit === 0 || (to !== undefined && from >= to);
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It is over already.
  }
}
