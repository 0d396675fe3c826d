import type { Json } from '../value/json.js';
import { Opened } from './opened.js';
import { SortedTable } from './sorted-table.js';
import { StorageError, TABLES, type Entry, type Range, type Storage, type Table, type Write } from './storage.js';

/** What memory storages keep their entries in. Several may be open on one, as tabs are; it outlives each of them. */
export class MemoryDisk {
  readonly #tables = new Map(TABLES.map((table) => [table, new SortedTable()]));
  readonly #opened = new Set<Opened>();

  /** The entries of a table. */
  table(table: Table): SortedTable {
    return this.#tables.get(table)!;
  }

  /** A storage is open on it. */
  attach(opened: Opened): void {
    this.#opened.add(opened);
  }

  /** A storage is not open on it any longer. */
  detach(opened: Opened): void {
    this.#opened.delete(opened);
  }

  /** Takes everything away; storages that are open on it are lost. */
  wipe(): void {
    for (const table of this.#tables.values()) table.clear();
    const opened = [...this.#opened];
    this.#opened.clear();
    for (const each of opened) each.lose(new StorageError('lost', 'the storage was deleted'));
  }
}

/**
 * A replica in memory: gone with the page or process, unless `disk` is kept. Values are kept as they are given, not copied, so they must not be
 * changed afterwards.
 */
export class MemoryStorage implements Storage {
  readonly wasLost = false;
  readonly #opened = new Opened();
  readonly #disk: MemoryDisk;

  /** @param disk what it is kept in; its own unless given */
  constructor(disk: MemoryDisk = new MemoryDisk()) {
    this.#disk = disk;
  }

  async open(): Promise<void> {
    this.#opened.begin();
    this.#disk.attach(this.#opened);
  }

  async get(table: Table, keys: readonly string[]): Promise<(Json | undefined)[]> {
    this.#opened.require();
    const entries = this.#disk.table(table);
    return keys.map((key) => entries.get(key));
  }

  async scan(table: Table, range: Range = {}): Promise<Entry[]> {
    this.#opened.require();
    return this.#disk.table(table).scan(range);
  }

  async commit(writes: readonly Write[]): Promise<void> {
    this.#opened.require();
    for (const { table, key, value } of writes) {
      if (value === undefined) this.#disk.table(table).delete(key);
      else this.#disk.table(table).put(key, value);
    }
  }

  onLost(listener: (error: StorageError) => void): () => void {
    return this.#opened.onLost(listener);
  }

  /** Closes it; nothing while it is not open. */
  async close(): Promise<void> {
    this.#opened.end();
    this.#disk.detach(this.#opened);
  }

  async destroy(): Promise<void> {
    await this.close();
    this.#disk.wipe();
  }
}
