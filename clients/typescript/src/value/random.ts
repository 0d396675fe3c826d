import type { Random } from '../sync/ports.js';

/** Asking the platform costs more than what it gives: so many numbers at once. */
const POOL = 256;
let pool: Uint32Array<ArrayBuffer> | undefined;
let used = POOL;

/** Numbers from the platform's secure source, with 32 random bits each; for ids that never collide. */
export const secureRandom: Random = () => {
  if (used === POOL) {
    pool = globalThis.crypto.getRandomValues(pool ?? new Uint32Array(POOL));
    used = 0;
  }
  return pool![used++]! / 0x1_0000_0000;
};

/** Lower-case hexadecimal digits, four of one random number. */
export function randomHex(digits: number, random: Random): string {
  let hex = '';
  while (hex.length < digits) {
    hex += Math.floor(random() * 0x1_0000)
      .toString(16)
      .padStart(4, '0');
  }
  return hex.slice(0, digits);
}
