import { StorageError } from '../storage/storage.js';
import { Close } from '../wire/close.js';
import type { Problem } from '../wire/problem.js';
import { RequestRefused } from './ports.js';

/** A problem that this client states itself. */
export function problem(code: string, title: string, status = 0, detail?: string): Problem {
  const type = `https://xeocontext.dev/problems/${code}`;
  return detail === undefined ? { type, title, status, code } : { type, title, status, code, detail };
}

const OF_CLOSE: Readonly<Record<number, Problem>> = {
  [Close.BAD_MESSAGE]: problem('malformed-message', 'The server cannot read it', 400),
  [Close.FRAME_TOO_LARGE]: problem('too-large', 'It is larger than the server takes', 413),
  [Close.NOT_SIGNED_IN]: problem('unauthenticated', 'Sign-in is required', 401),
  [Close.NOT_ALLOWED]: problem('forbidden', 'Not allowed', 403),
  [Close.REPLACED]: problem('replaced', 'Another connection of this device took over', 409),
  [Close.PROTOCOL_TOO_OLD]: problem('protocol-too-old', 'An update is needed', 426),
};

/** Why a connection was closed, when no problem was told before. */
export function problemOfClose(code: number): Problem {
  return OF_CLOSE[code] ?? problem('connection-lost', 'The connection is gone', 0, `closed with ${code}`);
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
