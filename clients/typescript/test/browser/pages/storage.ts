import { IndexedDbStorage } from '../../../src/storage/indexeddb.js';
import type { StorageError } from '../../../src/storage/storage.js';
import { CONTRACT, keepTo } from '../../storage/contract.js';
import { seeded } from '../../seeded.js';
import type { Place } from '../../storage/places.js';

declare global {
  interface Window {
    readonly storage: typeof storage;
  }
}

let places = 0;

/** A database of its own, and its witness. */
function newPlace(): Place {
  const name = `place-${++places}`;
  const wipe = () => deleteDatabase(name);
  return { storage: () => new IndexedDbStorage(name), wipe, clear: () => wipe().then(() => localStorage.clear()) };
}

/** As the user does who deletes it, or the browser that needs room. */
function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error('it could not be deleted'));
  });
}

/** A text that no browser can keep in less room. */
function noise(size: number): string {
  const random = seeded(size);
  return Array.from({ length: size }, () => String.fromCharCode(32 + Math.floor(random() * 95))).join('');
}

let opened: IndexedDbStorage | undefined;
const lost: string[] = [];

const storage = {
  /** Whether the clause of the contract holds here; rejects with what is wrong. */
  async holds(says: string): Promise<void> {
    await keepTo(
      CONTRACT.find((clause) => clause.says === says)!,
      newPlace(),
    );
  },

  /** Opens one that stays open. */
  async open(name: string): Promise<{ readonly wasLost: boolean }> {
    opened = new IndexedDbStorage(name);
    opened.onLost(({ fault }) => lost.push(fault));
    await opened.open();
    return { wasLost: opened.wasLost };
  },

  async commit(key: string, size = 1): Promise<string> {
    return opened!.commit([{ table: 'records', key, value: noise(size) }]).then(
      () => 'saved',
      ({ fault }: StorageError) => fault,
    );
  },

  async keys(): Promise<string[]> {
    return (await opened!.scan('records')).map(({ key }) => key);
  },

  lost,
  deleteDatabase,
};

Object.assign(window, { storage });
