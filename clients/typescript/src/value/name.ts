/** Odd numbers: one for each quarter of a name. */
const FACTORS = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];

/**
 * A name for a text: 32 hex digits, the same wherever and whenever it is made. Two texts do not have the same one by chance; somebody who
 * looks for such texts finds some.
 */
export function nameOf(text: string): string {
  return FACTORS.map((factor) => quarter(text, factor)).join('');
}

function quarter(text: string, factor: number): string {
  let hash = factor ^ text.length;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), factor);
    hash ^= hash >>> 15;
  }
  // so that the last letters count as much as the first
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  hash = Math.imul(hash ^ (hash >>> 13), factor);
  return ((hash ^ (hash >>> 16)) >>> 0).toString(16).padStart(8, '0');
}
