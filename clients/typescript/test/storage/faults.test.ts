import { describe, expect, it } from 'vitest';
import { fromAsyncStorage } from '../../src/storage/async-storage-faults.js';
import { fromIndexedDb } from '../../src/storage/indexeddb-faults.js';
import { fromSqlite } from '../../src/storage/sqlite-faults.js';
import { StorageError } from '../../src/storage/storage.js';

const coded = (code: string, message = code) => Object.assign(new Error(message), { code });

describe('what IndexedDB fails with', () => {
  it.each([
    ['QuotaExceededError', 'full', 'full'],
    ['SecurityError', 'denied', 'denied'],
    ['NotAllowedError', 'denied', 'denied'],
    ['VersionError', 'denied', 'denied'],
    ['DataError', 'corrupt', 'corrupt'],
    ['NotFoundError', 'corrupt', 'corrupt'],
    ['NotReadableError', 'corrupt', 'corrupt'],
    ['InvalidStateError', 'lost', 'denied'],
    ['UnknownError', 'failed', 'failed'],
    ['AbortError', 'failed', 'failed'],
  ])('is understood: %s', (name, used, opening) => {
    const cause = new DOMException('it is said why', name);
    expect(fromIndexedDb(cause, false)).toMatchObject({
      name: 'StorageError',
      fault: used,
      message: 'it is said why',
      cause,
    });
    expect(fromIndexedDb(cause, true).fault).toBe(opening);
  });

  it('is understood where there is no IndexedDB at all', () => {
    expect(fromIndexedDb(new ReferenceError('indexedDB is not defined'), true).fault).toBe('denied');
  });

  it('is understood as Safari says it', () => {
    const cause = new DOMException('Connection to Indexed Database server lost. Refresh the page', 'UnknownError');
    expect(fromIndexedDb(cause, false).fault).toBe('lost');
  });

  it('has a message, also when the browser gives none', () => {
    expect(fromIndexedDb(new DOMException('', 'QuotaExceededError'), false).message).toBe('QuotaExceededError');
    expect(fromIndexedDb('odd', false)).toMatchObject({ fault: 'failed', message: 'odd', cause: 'odd' });
  });
});

describe('what SQLite fails with', () => {
  it.each([
    ['SQLITE_FULL', 'full'],
    ['SQLITE_READONLY', 'denied'],
    ['SQLITE_READONLY_DBMOVED', 'denied'],
    ['SQLITE_CANTOPEN', 'denied'],
    ['SQLITE_PERM', 'denied'],
    ['SQLITE_CORRUPT', 'corrupt'],
    ['SQLITE_CORRUPT_INDEX', 'corrupt'],
    ['SQLITE_NOTADB', 'corrupt'],
    ['SQLITE_BUSY', 'failed'],
    ['SQLITE_IOERR', 'failed'],
    ['ENOSPC', 'full'],
    ['EACCES', 'denied'],
    ['EROFS', 'denied'],
    ['EISDIR', 'failed'],
  ])('is understood: %s', (code, fault) => {
    const cause = coded(code, 'it is said why');
    expect(fromSqlite(cause)).toMatchObject({ name: 'StorageError', fault, message: 'it is said why', cause });
  });

  it('is understood where the driver gives a number only', () => {
    const refused = (number: number) =>
      new Error(`ConnectionFailed("Unable to open connection to local database /x: ${number}")`);
    expect(fromSqlite(refused(14)).fault).toBe('denied');
    expect(fromSqlite(refused(26)).fault).toBe('corrupt');
    expect(fromSqlite(refused(1)).fault).toBe('failed');
  });
});

describe('what AsyncStorage fails with', () => {
  it.each([
    ['database or disk is full (code 13 SQLITE_FULL)', 'full'],
    ['You can’t save the file because the volume is out of space.', 'full'],
    ['attempt to write a readonly database (code 1032)', 'denied'],
    ['database disk image is malformed (code 11)', 'corrupt'],
    ['Row too big to fit into CursorWindow requiredPos=0', 'corrupt'],
    ['Native module is null', 'failed'],
  ])('is understood: %s', (message, fault) => {
    expect(fromAsyncStorage(new Error(message))).toMatchObject({ name: 'StorageError', fault, message });
  });
});

it('an error of storage is passed on as it is', () => {
  const error = new StorageError('lost', 'gone');
  expect([fromIndexedDb(error, true), fromSqlite(error), fromAsyncStorage(error)]).toEqual([error, error, error]);
});
