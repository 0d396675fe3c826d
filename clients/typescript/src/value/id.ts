import type { Random } from '../sync/ports.js';
import { randomHex } from './random.js';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A new UUID of version 7: ids sort by the millisecond that they were made in.
 *
 * @param now Unix ms
 */
export function newId(now: number, random: Random): string {
  const time = Math.max(0, Math.floor(now)).toString(16).padStart(12, '0').slice(-12);
  const rest = randomHex(20, random);
  const variant = (8 + (parseInt(rest.charAt(3), 16) & 3)).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${rest.slice(0, 3)}`,
    `${variant}${rest.slice(4, 7)}`,
    rest.slice(8, 20),
  ].join('-');
}

/** Whether a text is a UUID in its canonical, lower-case form. */
export function isId(text: string): boolean {
  return ID.test(text);
}
