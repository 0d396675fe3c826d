import type { AsyncStorageStatic } from '@react-native-async-storage/async-storage';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';
import { ReactNativeStorage } from '../../src/storage/async-storage.js';
import { IndexedDbStorage } from '../../src/storage/indexeddb.js';
import { MemoryDisk, MemoryStorage } from '../../src/storage/memory.js';
import { SqliteStorage } from '../../src/storage/sqlite.js';
import type { Storage } from '../../src/storage/storage.js';
import type { Witness } from '../../src/storage/witness.js';
import { MapKeyValues } from './map-key-values.js';

/** Somewhere to put a storage: what one instance leaves there, the next one finds. */
export interface Place {
  storage(): Storage;
  /** Takes everything away behind the back of storages, while none is open. Where that can be noticed. */
  wipe?(): Promise<void> | void;
  clear(): Promise<void> | void;
}

/** All kinds of storages, each in a fresh place. */
export const PLACES: Readonly<Record<string, () => Place>> = {
  memory: memoryPlace,
  IndexedDB: indexedDbPlace,
  'SQLite in a file': sqlitePlace,
  'SQLite in memory': () => ({ storage: () => new SqliteStorage(':memory:'), clear: () => undefined }),
  'AsyncStorage in memory': () => {
    const values = new MapKeyValues();
    return { storage: () => new ReactNativeStorage(values), clear: () => undefined };
  },
  "AsyncStorage's published mock": asyncStoragePlace,
};

/** Whether what is in a place is still there for a second instance. */
export const LASTING = Object.keys(PLACES).filter((name) => name !== 'SQLite in memory');

function memoryPlace(): Place {
  const disk = new MemoryDisk();
  return { storage: () => new MemoryStorage(disk), clear: () => undefined };
}

export function indexedDbPlace(): Place & { readonly witness: Witness } {
  const factory = new IDBFactory();
  vi.stubGlobal('indexedDB', factory);
  const witness = memoryWitness();
  return {
    witness,
    storage: () => new IndexedDbStorage('replica', { witness }),
    wipe: () =>
      new Promise((resolve, reject) => {
        const request = factory.deleteDatabase('replica');
        request.onsuccess = () => resolve();
        request.onerror = () => reject(request.error);
      }),
    clear: () => undefined,
  };
}

function asyncStoragePlace(): Place {
  vi.stubGlobal('jest', vi);
  const load = createRequire(import.meta.url);
  const mock = load('@react-native-async-storage/async-storage/jest/async-storage-mock.js') as AsyncStorageStatic;
  return { storage: () => new ReactNativeStorage(mock, 'app'), clear: () => mock.clear() };
}

export function sqlitePlace(): Place & { readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'xeo-sqlite-'));
  const path = join(folder, 'replica.db');
  return {
    path,
    storage: () => new SqliteStorage(path),
    wipe: () => rmSync(path),
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function memoryWitness(): Witness {
  let there = false;
  return {
    there: () => there,
    remember: () => void (there = true),
    forget: () => void (there = false),
  };
}
