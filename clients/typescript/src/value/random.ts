import type { Random } from '../sync/ports.js';

/** Numbers from the platform's secure source, with 32 random bits each; for ids that never collide. */
export const secureRandom: Random = () => globalThis.crypto.getRandomValues(new Uint32Array(1))[0]! / 0x1_0000_0000;

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
