import { StorageError } from '../storage/storage.js';
import type { Problem } from '../wire/problem.js';
import { RequestRefused } from './ports.js';

/** A problem that this client states itself. */
export function problem(code: string, title: string, status = 0, detail?: string): Problem {
  const type = `https://xeocontext.dev/problems/${code}`;
  return detail === undefined ? { type, title, status, code } : { type, title, status, code, detail };
}

/** What a replica could not do: `storage-full`, `storage-lost` and so on of storage, else what it says itself. */
export function problemOfError(error: unknown): Problem {
  if (error instanceof RequestRefused) {
    return error.problem;
  }
  const detail = error instanceof Error ? error.message : String(error);
  return error instanceof StorageError
    ? problem(`storage-${error.fault}`, 'This device could not keep what it was sent', 0, detail)
    : problem('internal', 'Something went wrong on this device', 0, detail);
}

/** Whether the same request may do better later. */
export function isPassing(cause: Problem): boolean {
  return cause.code === 'rate-limited' || cause.status >= 500;
}
