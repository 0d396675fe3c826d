import { Close } from '../wire/close.js';
import type { Problem } from '../wire/problem.js';
import { problem } from './problems.js';

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
