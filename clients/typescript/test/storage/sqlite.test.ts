import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SqliteStorage } from '../../src/storage/sqlite.js';
import type { Json } from '../../src/value/json.js';

const A = { table: 'records', key: 'a', value: 1 } as const;

describe('a storage in an SQLite file', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'xeo-sqlite-'));
    path = join(folder, 'replica.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function opened(): Promise<SqliteStorage> {
    const storage = new SqliteStorage(path);
    await storage.open();
    return storage;
  }

  it.each([
    ['deleted', () => rmSync(path)],
    ['moved', () => renameSync(path, `${path}.old`)],
    ['replaced', () => (renameSync(path, `${path}.old`), writeFileSync(path, ''))],
  ])('says so when its file is %s while it is open', async (_, change) => {
    const storage = await opened();
    const lost: string[] = [];
    storage.onLost(({ fault }) => lost.push(fault));
    await storage.commit([A]);
    change();
    await expect(storage.commit([A])).rejects.toMatchObject({ fault: 'lost' });
    await expect(storage.get('records', ['a'])).rejects.toMatchObject({ fault: 'lost' });
    expect(lost).toEqual(['lost']);
  });

  it('has one owner, the last one who opened the file', async () => {
    const storage = await opened();
    const lost: string[] = [];
    storage.onLost(({ message }) => lost.push(message));
    await storage.commit([A]);
    const other = await opened();
    expect(await storage.get('records', ['a'])).toEqual([1]);
    await expect(storage.commit([{ ...A, value: 2 }])).rejects.toMatchObject({ fault: 'lost' });
    expect(lost).toEqual(['the file was opened by somebody else']);
    expect(await other.get('records', ['a'])).toEqual([1]);
    await other.commit([{ ...A, value: 3 }]);
    await other.close();
  });

  it('says so when there is no folder for it, or something else at its place', async () => {
    await expect(new SqliteStorage(join(folder, 'nothing', 'replica.db')).open()).rejects.toMatchObject({
      fault: 'denied',
    });
    await expect(new SqliteStorage(folder).open()).rejects.toMatchObject({ fault: 'denied' });
    writeFileSync(path, 'This is a letter, and no database at all. '.repeat(100));
    await expect(new SqliteStorage(path).open()).rejects.toMatchObject({ fault: 'corrupt' });
  });

  it('is found to be broken when a value is not JSON', async () => {
    const storage = await opened();
    await storage.commit([A]);
    const other = new Database(path);
    other.exec(`UPDATE records SET value = '{"s":'`);
    other.close();
    await expect(storage.get('records', ['a'])).rejects.toMatchObject({ fault: 'corrupt' });
    await expect(storage.scan('records')).rejects.toMatchObject({ fault: 'corrupt' });
    await storage.close();
  });

  it('writes nothing of a commit that fails', async () => {
    const storage = await opened();
    const odd = { table: 'ops', key: 'b', value: 1n as unknown as Json } as const;
    await expect(storage.commit([A, odd])).rejects.toMatchObject({ fault: 'failed' });
    expect(await storage.get('records', ['a'])).toEqual([undefined]);
    await storage.commit([A]);
    expect(await storage.get('records', ['a'])).toEqual([1]);
    await storage.close();
  });

  it('writes nothing of a commit for which there is no room', async () => {
    const storage = await opened();
    await storage.commit([A]);
    await storage.close();
    const full = await openedWith(30, path);
    const large = { table: 'ops', key: 'b', value: 'x'.repeat(1_000_000) } as const;
    await expect(full.commit([{ ...A, value: 2 }, large])).rejects.toMatchObject({ fault: 'full' });
    expect(await full.get('records', ['a'])).toEqual([1]);
    await full.commit([{ ...A, value: 3 }]);
    expect(await full.get('records', ['a'])).toEqual([3]);
    await full.close();
  });

  it('keeps what was committed when the process is killed', async () => {
    const program = `
      import Database from 'libsql';
      const database = new Database(${JSON.stringify(path)});
      database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
      database.exec("BEGIN IMMEDIATE; INSERT INTO records VALUES ('k', '1'); COMMIT");
      database.exec("BEGIN IMMEDIATE; INSERT INTO records VALUES ('never', '1')");
      process.kill(process.pid, 'SIGKILL');
    `;
    await (await opened()).close();
    spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: import.meta.dirname });
    const storage = await opened();
    expect(await storage.scan('records')).toEqual([{ key: 'k', value: 1 }]);
    await storage.close();
  });

  it('leaves no file when it is destroyed', async () => {
    const storage = await opened();
    await storage.commit([A]);
    expect(existsSync(`${path}.witness`)).toBe(true);
    await storage.destroy();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves no file beside a replica in memory', async () => {
    const before = readdirSync('.');
    const storage = new SqliteStorage(':memory:');
    await storage.open();
    await storage.commit([A]);
    await storage.destroy();
    expect(readdirSync('.')).toEqual(before);
  });
});

/** Opens a storage whose file cannot grow beyond so many pages of 4 kB. */
async function openedWith(pages: number, path: string): Promise<SqliteStorage> {
  const exec = Database.prototype.exec;
  const limited = vi.spyOn(Database.prototype, 'exec').mockImplementation(function (this: Database.Database, sql) {
    exec.call(this, `PRAGMA max_page_count = ${pages}`);
    return exec.call(this, sql);
  });
  const storage = new SqliteStorage(path);
  await storage.open();
  limited.mockRestore();
  return storage;
}
