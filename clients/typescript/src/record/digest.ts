import { sha256 } from '@noble/hashes/sha2.js';
import { compareUtf8 } from '../value/text.js';
import type { LeafSum } from '../wire/messages.js';
import { clockOf, writtenFields } from './fields.js';
import type { RecordState } from './state.js';

/** How many leaves the digest of a collection has. */
export const LEAVES = 256;

/**
 * The hash of a record: the first 8 bytes of SHA-256 over its id, its deletion clock and its field clocks. Equal hashes mean equal
 * clocks, and equal clocks mean equal values.
 */
export function recordHash(id: string, state: RecordState): bigint {
  const lines = [id, state.deleted?.clock ?? ''];
  for (const name of writtenFields(state).sort(compareUtf8)) {
    const clock = clockOf(state, name)!;
    if (typeof clock === 'string') {
      lines.push(`${name}=${clock}`);
    } else {
      const elements = Object.keys(clock).sort(compareUtf8);
      lines.push(...elements.map((element) => `${name}/${element}=${clock[element]}`));
    }
  }
  const bytes = hashOf(lines.join('\n'));
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
}

/** The leaf of a record, 0 to 255. */
export function leafOf(id: string): number {
  return hashOf(id)[0]!;
}

/** A hash or a sum as it stands on the wire: 16 hex digits. */
export function hashHex(hash: bigint): string {
  return hash.toString(16).padStart(16, '0');
}

/**
 * The digest of a collection: for each leaf the number of records and the sum, modulo 2^64, of their hashes. Sums do not depend on
 * order, and a record is replaced by taking its old hash out.
 */
export class Digest {
  readonly #counts = new Float64Array(LEAVES);
  readonly #sums = new BigUint64Array(LEAVES);

  /** Takes a record in, by its hash. */
  add(id: string, hash: bigint): void {
    this.#count(leafOf(id), 1, hash);
  }

  /** Takes a record out, by the hash that it was taken in with. */
  remove(id: string, hash: bigint): void {
    this.#count(leafOf(id), -1, -hash);
  }

  /** Takes the old hash of a record out, and the new one in; `undefined` where the record is not. */
  replace(id: string, before: bigint | undefined, after: bigint | undefined): void {
    if (before !== after) {
      const count = (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1);
      this.#count(leafOf(id), count, (after ?? 0n) - (before ?? 0n));
    }
  }

  /** The sum of all leaves. */
  get root(): LeafSum {
    const count = this.#counts.reduce((sum, leaf) => sum + leaf, 0);
    return leafSum(
      count,
      BigInt.asUintN(
        64,
        this.#sums.reduce((sum, leaf) => sum + leaf, 0n),
      ),
    );
  }

  /** All of them, in their order. */
  get leaves(): readonly LeafSum[] {
    return Array.from(this.#sums, (sum, leaf) => leafSum(this.#counts[leaf]!, sum));
  }

  #count(leaf: number, count: number, sum: bigint): void {
    this.#counts[leaf]! += count;
    this.#sums[leaf] = this.#sums[leaf]! + sum;
  }
}

function leafSum(count: number, sum: bigint): LeafSum {
  return { count, sum: hashHex(sum) };
}

function hashOf(text: string): Uint8Array {
  return sha256(new TextEncoder().encode(text));
}
