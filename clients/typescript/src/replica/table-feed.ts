import type { Observable } from '../query/observable.js';
import { iterate } from '../query/iterate.js';
import { Values } from '../query/values.js';
import type { Storage, Table, Write } from '../storage/storage.js';
import type { Json } from '../value/json.js';
import { pages } from './scan.js';
import type { View } from './view.js';

/** The entries of a small table in the order of their keys, live: read when somebody asks, and kept up to date from then on. */
export class TableFeed<T> implements Observable<readonly T[]> {
  readonly #values = new Values<readonly T[]>();
  readonly #storage: Pick<Storage, 'scan'>;
  readonly #table: Table;
  #entries: Map<string, Json> | undefined;
  #reading: Promise<void> | undefined;
  #isStale = false;

  constructor(view: View, storage: Pick<Storage, 'scan'>, table: Table) {
    this.#storage = storage;
    this.#table = table;
    view.onCommitted((writes) => this.#follow(writes));
  }

  get current(): readonly T[] | undefined {
    if (this.error === undefined) {
      this.#wake();
    }
    return this.#values.current;
  }

  get error(): unknown {
    return this.#values.error;
  }

  subscribe(listener: (entries: readonly T[]) => void, onError?: (error: unknown) => void): () => void {
    this.#wake();
    return this.#values.subscribe(listener, onError);
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<readonly T[]> {
    return iterate(this);
  }

  /** Reads them, unless they are there. Fails with a StorageError. */
  load(): Promise<void> {
    if (this.#entries) {
      return Promise.resolve();
    }
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  #wake(): void {
    if (!this.#entries && !this.#reading) {
      this.load().catch((error: unknown) => this.#values.fail(error));
    }
  }

  async #read(): Promise<void> {
    let entries: Map<string, Json>;
    do {
      // what is committed meanwhile may or may not be seen
      this.#isStale = false;
      entries = new Map();
      for await (const page of pages(this.#storage, this.#table)) {
        page.forEach(({ key, value }) => entries.set(key, value));
      }
    } while (this.#isStale);
    this.#entries = entries;
    this.#tell(entries);
  }

  /** Takes what was committed; what was missed is read again. */
  #follow(writes: readonly Write[] | undefined): void {
    const own = writes?.filter(({ table }) => table === this.#table);
    if (own?.length === 0) {
      return;
    }
    this.#isStale = true;
    const entries = this.#entries;
    if (entries && own) {
      for (const { key, value } of own) {
        if (value === undefined) {
          entries.delete(key);
        } else {
          entries.set(key, value);
        }
      }
      this.#tell(entries);
    } else if (entries) {
      this.#entries = undefined;
      this.#wake();
    }
  }

  #tell(entries: ReadonlyMap<string, Json>): void {
    const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
    this.#values.set(sorted.map(([, value]) => value as unknown as T));
  }
}
