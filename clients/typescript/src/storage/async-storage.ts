import type { Json } from '../value/json.js';
import { fromAsyncStorage } from './async-storage-faults.js';
import { parseKey, parseValue, textKey, type KeyValues } from './key-values.js';
import { Opened } from './opened.js';
import { SortedTable } from './sorted-table.js';
import { StorageError, TABLES, type Entry, type Range, type Storage, type Table, type Write } from './storage.js';
import { WriteAhead } from './write-ahead.js';

const BATCH = 500;

/**
 * A replica in AsyncStorage of React Native, under keys that begin with `name`. There are no transactions there: what a commit writes is laid down in
 * a record of its own first, from which it is finished after a crash. The keys are held in memory. One instance at a time may be open on a name.
 * That everything was deleted while the app was not running cannot be told from a new device: `wasLost` is never true.
 */
export class ReactNativeStorage implements Storage {
  readonly wasLost = false;
  readonly #opened = new Opened();
  readonly #keys = new Map<Table, SortedTable>();
  readonly #ahead: WriteAhead;
  /** What is laid down and may not be in its place yet. */
  readonly #pending = new Map<string, Write>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    /** Where it is kept. */
    readonly store: KeyValues,
    /** What its keys begin with. */
    readonly name = 'xeo',
  ) {
    this.#ahead = new WriteAhead(store, name);
  }

  async open(): Promise<void> {
    try {
      this.#pending.clear();
      const left = await this.#ahead.read();
      if (left !== undefined) await this.#ahead.finish(left);
      const all = (await this.store.getAllKeys()).map((key) => parseKey(this.name, key));
      for (const table of TABLES) this.#keys.set(table, new SortedTable());
      for (const key of all) if (key !== undefined) this.#keys.get(key.table)!.put(key.key, true);
    } catch (cause) {
      throw fromAsyncStorage(cause);
    }
    this.#opened.begin();
  }

  get(table: Table, keys: readonly string[]): Promise<(Json | undefined)[]> {
    return this.#inTurn(() => this.#get(table, keys));
  }

  scan(table: Table, range: Range = {}): Promise<Entry[]> {
    return this.#inTurn(async () => {
      const keys = this.#keys
        .get(table)!
        .scan(range)
        .map(({ key }) => key);
      const values = await this.#get(table, keys);
      return keys.flatMap((key, at) => (values[at] === undefined ? [] : [{ key, value: values[at] }]));
    });
  }

  commit(writes: readonly Write[]): Promise<void> {
    return this.#inTurn(() => (writes.length === 0 ? undefined : this.#commit(writes)));
  }

  onLost(listener: (error: StorageError) => void): () => void {
    return this.#opened.onLost(listener);
  }

  /** Closes it, after what was asked before; nothing while it is not open. */
  async close(): Promise<void> {
    await this.#last;
    this.#opened.end();
  }

  async destroy(): Promise<void> {
    await this.close();
    try {
      const keys = (await this.store.getAllKeys()).filter((key) => key.startsWith(`${this.name}/`));
      await this.store.multiRemove(keys);
    } catch (cause) {
      throw fromAsyncStorage(cause);
    }
  }

  /** One call after the other, so that none sees a commit half done. */
  #inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const done = this.#last.then(async () => {
      this.#opened.require();
      try {
        return await work();
      } catch (cause) {
        const error = fromAsyncStorage(cause);
        if (error.fault === 'lost') this.#opened.lose(error);
        throw error;
      }
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #commit(writes: readonly Write[]): Promise<void> {
    await this.#settle();
    if (!(await this.#ahead.isThere())) throw new StorageError('lost', 'the storage was deleted');
    await this.#ahead.write(writes);
    for (const write of writes) {
      this.#pending.set(textKey(this.name, write.table, write.key), write);
      if (write.value === undefined) this.#keys.get(write.table)!.delete(write.key);
      else this.#keys.get(write.table)!.put(write.key, true);
    }
    // It is safe already: what fails here is done before the next commit, or after the next start.
    await this.#settle().catch(() => undefined);
  }

  async #settle(): Promise<void> {
    if (this.#pending.size === 0) return;
    await this.#ahead.finish([...this.#pending.values()]);
    this.#pending.clear();
  }

  async #get(table: Table, keys: readonly string[]): Promise<(Json | undefined)[]> {
    const texts = keys.map((key) => textKey(this.name, table, key));
    const stored = new Map<string, Json>();
    for (let at = 0; at < texts.length; at += BATCH)
      for (const [key, text] of await this.store.multiGet(texts.slice(at, at + BATCH)))
        if (text !== null) stored.set(key, parseValue(text));
    return texts.map((text) => {
      const ahead = this.#pending.get(text);
      return ahead === undefined ? stored.get(text) : ahead.value;
    });
  }
}
