import { StorageError, type StorageFault } from './storage.js';

const FAULTS: Readonly<Record<string, StorageFault>> = {
  QuotaExceededError: 'full',
  SecurityError: 'denied',
  NotAllowedError: 'denied',
  // A newer client has been here.
  VersionError: 'denied',
  DataError: 'corrupt',
  NotFoundError: 'corrupt',
  NotReadableError: 'corrupt',
  InvalidStateError: 'lost',
};

/** What IndexedDB threw, or aborted a transaction with, as a storage's error; `opening` when it happened while a database was opened. */
export function fromIndexedDb(cause: unknown, opening: boolean): StorageError {
  if (cause instanceof StorageError) return cause;
  if (!(cause instanceof Error || cause instanceof DOMException))
    return new StorageError('failed', String(cause), { cause });
  return new StorageError(faultOf(cause, opening), cause.message || cause.name, { cause });
}

function faultOf({ name, message }: Error | DOMException, opening: boolean): StorageFault {
  // Safari's word when its storage process is gone.
  if (/connection to indexed database server lost/i.test(message)) return 'lost';
  // A private window of Firefox; a worker or an engine without IndexedDB.
  if (opening && (name === 'InvalidStateError' || name === 'ReferenceError')) return 'denied';
  return FAULTS[name] ?? 'failed';
}
