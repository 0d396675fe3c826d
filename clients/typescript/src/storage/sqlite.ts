import { randomUUID } from 'node:crypto';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Database from 'libsql';
import type { Json } from '../value/json.js';
import { Opened } from './opened.js';
import { fromSqlite } from './sqlite-faults.js';
import { StorageError, TABLES, type Entry, type Range, type Storage, type Table, type Write } from './storage.js';

type Row = readonly [string, string];

/**
 * A replica in an SQLite file, for Node and Electron, through the driver `libsql`: one table for each kind, with a write-ahead log that is
 * flushed at every commit. Beside it lie its log and `<path>.witness`, which remembers that there is a replica. Whoever opened the file last has
 * it: what had it open before, in this process or another, is `lost` at its next commit.
 *
 * @param path of the file, in a folder that exists; `:memory:` keeps all in memory
 */
export class SqliteStorage implements Storage {
  readonly #opened = new Opened();
  #database: Database.Database | undefined;
  #statements = new Map<string, Database.Statement>();
  #wasLost = false;
  #witnessed = false;
  #file: string | undefined;
  readonly #owner = randomUUID();

  constructor(
    /** Of the file. */
    readonly path: string,
  ) {}

  get wasLost(): boolean {
    return this.#wasLost;
  }

  async open(): Promise<void> {
    try {
      const database = new Database(this.path, { timeout: 5_000 });
      this.#database = database;
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      for (const table of TABLES)
        database.exec(
          `CREATE TABLE IF NOT EXISTS "${table}" (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`,
        );
      this.#own();
      this.#opened.begin();
      this.#file = this.#identity();
      this.#wasLost = this.#onDisk && existsSync(this.#witness) && this.#isEmpty();
    } catch (cause) {
      await this.close().catch(() => undefined);
      throw fromSqlite(cause);
    }
  }

  async get(table: Table, keys: readonly string[]): Promise<(Json | undefined)[]> {
    return this.#try(() => {
      const statement = this.#prepare(`SELECT value FROM "${table}" WHERE key = ?`);
      return keys.map((key) => {
        const row = statement.get(key) as { value: string } | undefined;
        return row === undefined ? undefined : parsed(row.value);
      });
    });
  }

  async scan(table: Table, { from, to, limit }: Range = {}): Promise<Entry[]> {
    return this.#try(() => {
      const conditions = [from === undefined ? [] : ['key >= ?'], to === undefined ? [] : ['key < ?']].flat();
      const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
      const statement = this.#prepare(`SELECT key, value FROM "${table}" ${where} ORDER BY key LIMIT ?`);
      const bounds = [from, to].filter((bound) => bound !== undefined);
      const rows = statement.raw().all(...bounds, limit ?? -1) as Row[];
      return rows.map(([key, value]) => ({ key, value: parsed(value) }));
    });
  }

  async commit(writes: readonly Write[]): Promise<void> {
    this.#try(() => {
      this.#transaction(() => {
        this.#checkOwner();
        for (const { table, key, value } of writes) {
          if (value === undefined) this.#prepare(`DELETE FROM "${table}" WHERE key = ?`).run(key);
          else this.#prepare(`INSERT OR REPLACE INTO "${table}" VALUES (?, ?)`).run(key, JSON.stringify(value));
        }
      });
      if (!this.#onDisk) return;
      if (this.#identity() !== this.#file) throw new StorageError('lost', 'the file was deleted or moved');
      if (!this.#witnessed) writeFileSync(this.#witness, '');
      this.#witnessed = true;
    });
  }

  onLost(listener: (error: StorageError) => void): () => void {
    return this.#opened.onLost(listener);
  }

  /** Closes it; nothing while it is not open. */
  async close(): Promise<void> {
    this.#opened.end();
    this.#release();
  }

  async destroy(): Promise<void> {
    await this.close();
    this.#witnessed = false;
    if (!this.#onDisk) return;
    try {
      for (const end of ['', '-wal', '-shm', '.witness']) rmSync(this.path + end, { force: true });
    } catch (cause) {
      throw fromSqlite(cause);
    }
  }

  get #onDisk(): boolean {
    return this.path !== ':memory:';
  }

  get #witness(): string {
    return `${this.path}.witness`;
  }

  /** Which file it is that lies at the path; nothing when there is none. */
  #identity(): string | undefined {
    const stat = this.#onDisk ? statSync(this.path, { throwIfNoEntry: false }) : undefined;
    return stat && `${stat.dev}:${stat.ino}`;
  }

  /** Takes the file over. */
  #own(): void {
    this.#database!.exec('CREATE TABLE IF NOT EXISTS "owner" (id TEXT NOT NULL)');
    this.#transaction(() => {
      this.#prepare('DELETE FROM "owner"').run();
      this.#prepare('INSERT INTO "owner" VALUES (?)').run(this.#owner);
    });
  }

  #checkOwner(): void {
    const row = this.#prepare('SELECT id FROM "owner"').get() as { id: string } | undefined;
    if (row?.id !== this.#owner) throw new StorageError('lost', 'the file was opened by somebody else');
  }

  #isEmpty(): boolean {
    return TABLES.every((table) => this.#prepare(`SELECT 1 FROM "${table}" LIMIT 1`).get() === undefined);
  }

  #prepare(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = this.#database!.prepare(sql)));
    return statement;
  }

  #transaction(work: () => void): void {
    this.#prepare('BEGIN IMMEDIATE').run();
    try {
      work();
      this.#prepare('COMMIT').run();
    } catch (error) {
      if (this.#database!.inTransaction) this.#prepare('ROLLBACK').run();
      throw error;
    }
  }

  #release(): void {
    const database = this.#database;
    this.#database = undefined;
    this.#statements.clear();
    if (database?.open) {
      try {
        // The driver lets go of a file only when its statements are collected.
        database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // What is in the log is read from there when it is opened again.
      } finally {
        database.close();
      }
    }
  }

  #try<T>(work: () => T): T {
    this.#opened.require();
    try {
      return work();
    } catch (cause) {
      const error = fromSqlite(cause);
      if (error.fault === 'lost') {
        this.#release();
        this.#opened.lose(error);
      }
      throw error;
    }
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new StorageError('corrupt', 'a value is not JSON', { cause });
  }
}
