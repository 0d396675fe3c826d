import 'fake-indexeddb/auto';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IndexedDbStorage } from '../../src/storage/indexeddb.js';
import type { StorageError } from '../../src/storage/storage.js';

const A = { table: 'records', key: 'a', value: 1 } as const;

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function opened(): Promise<{ storage: IndexedDbStorage; lost: StorageError[] }> {
  const storage = new IndexedDbStorage('replica');
  const lost: StorageError[] = [];
  storage.onLost((error) => lost.push(error));
  await storage.open();
  return { storage, lost };
}

function webStorage(items = new Map<string, string>()): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

describe('a storage in IndexedDB', () => {
  it('says so when it is deleted while it is open, and lets go of it', async () => {
    const { storage, lost } = await opened();
    await storage.commit([A]);
    await new Promise((resolve) => (indexedDB.deleteDatabase('replica').onsuccess = resolve));
    expect(lost).toMatchObject([{ fault: 'lost', message: 'the storage was deleted' }]);
    await expect(storage.commit([A])).rejects.toMatchObject({ fault: 'lost' });
    await expect(storage.get('records', ['a'])).rejects.toMatchObject({ fault: 'lost' });
    expect(lost).toHaveLength(1);
  });

  it('makes way for a newer version of the app, and says so', async () => {
    const { lost } = await opened();
    const newer = await openDB('replica', 99);
    expect(lost).toMatchObject([{ fault: 'lost', message: 'a newer version of the app took the storage over' }]);
    newer.close();
  });

  it('is not opened by an app that is older than what it was written by', async () => {
    (await openDB('replica', 99)).close();
    await expect(new IndexedDbStorage('replica').open()).rejects.toMatchObject({ fault: 'denied' });
  });

  it('says so when it cannot be opened', async () => {
    vi.stubGlobal('indexedDB', {
      open() {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
    await expect(new IndexedDbStorage('replica').open()).rejects.toMatchObject({
      name: 'StorageError',
      fault: 'denied',
    });
  });

  it('is found to be broken when a table is missing', async () => {
    (await openDB('replica', 2, { upgrade: (database) => void database.createObjectStore('meta') })).close();
    const storage = new IndexedDbStorage('replica');
    await storage.open();
    await expect(storage.get('records', ['a'])).rejects.toMatchObject({ fault: 'corrupt' });
    await storage.close();
  });

  it('writes nothing of a commit for which there is no room', async () => {
    const { storage, lost } = await opened();
    const put = IDBObjectStore.prototype.put;
    let puts = 0;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (++puts === 2) throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, args);
    });
    const commit = storage.commit([A, { ...A, table: 'ops' }]);
    await expect(commit).rejects.toMatchObject({ fault: 'full', message: 'no room' });
    expect(await storage.get('records', ['a'])).toEqual([undefined]);
    await storage.commit([A]);
    expect(await storage.get('records', ['a'])).toEqual([1]);
    expect(lost).toEqual([]);
  });

  it('is lost when the browser has closed it unseen', async () => {
    const { storage, lost } = await opened();
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('The database connection is closing.', 'InvalidStateError');
    });
    await expect(storage.commit([A])).rejects.toMatchObject({ fault: 'lost' });
    expect(lost).toMatchObject([{ fault: 'lost' }]);
  });

  it('asks for the durability that it was told to', async () => {
    for (const durability of ['strict', 'relaxed'] as const) {
      const storage = new IndexedDbStorage(durability, { durability });
      await storage.open();
      const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
      await storage.commit([A]);
      expect(transaction).toHaveBeenCalledWith(['meta', 'records', 'stale'], 'readwrite', { durability });
      transaction.mockRestore();
    }
  });

  it('remembers in localStorage that there is a replica, from the first commit until it is destroyed', async () => {
    const items = new Map<string, string>();
    vi.stubGlobal('localStorage', webStorage(items));
    const { storage } = await opened();
    expect([...items]).toEqual([]);
    await storage.commit([A]);
    expect([...items]).toEqual([['xeo:replica', '1']]);
    await storage.close();
    vi.stubGlobal('indexedDB', new IDBFactory());
    const { storage: empty } = await opened();
    expect(empty.wasLost).toBe(true);
    await empty.destroy();
    expect([...items]).toEqual([]);
    expect((await opened()).storage.wasLost).toBe(false);
  });

  it('does without localStorage where the browser refuses it', async () => {
    vi.stubGlobal('localStorage', {
      getItem() {
        throw new DOMException('denied', 'SecurityError');
      },
      setItem() {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
    const { storage } = await opened();
    await storage.commit([A]);
    expect(storage.wasLost).toBe(false);
    expect(await storage.get('records', ['a'])).toEqual([1]);
  });

  it('is seen by another tab as soon as a commit is done', async () => {
    const { storage } = await opened();
    const { storage: other } = await opened();
    await storage.commit([A]);
    expect(await other.get('records', ['a'])).toEqual([1]);
  });
});
