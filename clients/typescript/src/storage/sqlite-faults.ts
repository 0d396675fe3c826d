import { StorageError, type StorageFault } from './storage.js';

/** Names and numbers of results of SQLite; the driver tells only the number, in a text, when it cannot open a file. */
const FAULTS: readonly (readonly [string, number, StorageFault])[] = [
  ['SQLITE_FULL', 13, 'full'],
  ['SQLITE_PERM', 3, 'denied'],
  ['SQLITE_READONLY', 8, 'denied'],
  ['SQLITE_CANTOPEN', 14, 'denied'],
  ['SQLITE_AUTH', 23, 'denied'],
  ['SQLITE_CORRUPT', 11, 'corrupt'],
  ['SQLITE_NOTADB', 26, 'corrupt'],
];

/** What the driver or the file system threw, as a storage's error. */
export function fromSqlite(cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new StorageError(faultOf(codeOf(cause), message), message, { cause });
}

function codeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}

function faultOf(code: string, message: string): StorageFault {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'full';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'denied';
  const opening = /^ConnectionFailed.*: (\d+)"\)$/.exec(message);
  const known = FAULTS.find(
    ([name, number]) => code === name || code.startsWith(`${name}_`) || Number(opening?.[1]) === number,
  );
  return known?.[2] ?? 'failed';
}
