import { StorageError, type StorageFault } from './storage.js';

/** What AsyncStorage rejected with, as a storage's error. It has no codes: the words are those of SQLite on Android and of Foundation on iOS. */
export function fromAsyncStorage(cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new StorageError(faultOf(message), message, { cause });
}

function faultOf(message: string): StorageFault {
  if (/\bfull\b|SQLITE_FULL|quota|no space|out of space|disk space/i.test(message)) return 'full';
  if (/permission|readonly|read-only|not permitted/i.test(message)) return 'denied';
  if (/corrupt|malformed|not a database|too big to fit/i.test(message)) return 'corrupt';
  return 'failed';
}
