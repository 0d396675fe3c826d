import { Digest, hashHex, leafOf, recordHash } from '../record/digest.js';
import type { RecordState } from '../record/state.js';
import { isPurged } from '../record/tombstone.js';
import type { Storage, Write } from '../storage/storage.js';
import { type RecordEntry, within } from './entries.js';
import { pages } from './scan.js';

interface Hashed {
  readonly state: Pick<RecordState, 'deleted'>;
  readonly hash: bigint;
  readonly leaf: number;
}

/** The hashes of confirmed records, read when somebody asks, and kept up to date from then on. */
export class Digests {
  readonly #storage: Pick<Storage, 'scan'>;
  readonly #collections = new Map<string, Map<string, Hashed>>();

  constructor(storage: Pick<Storage, 'scan'>) {
    this.#storage = storage;
  }

  /** The digest of a collection without tombstones older than `purgedBefore`, Unix ms. Nothing is committed meanwhile. */
  async digest(collection: string, purgedBefore: number): Promise<Digest> {
    const digest = new Digest();
    for (const [id, { hash, state }] of await this.#read(collection)) {
      if (!isPurged(state as RecordState, purgedBefore)) {
        digest.add(id, hash);
      }
    }
    return digest;
  }

  /** The hashes of one leaf by id, as they stand on the wire. */
  async leaf(collection: string, leaf: number, purgedBefore: number): Promise<ReadonlyMap<string, string>> {
    const hashes = new Map<string, string>();
    for (const [id, hashed] of await this.#read(collection)) {
      if (hashed.leaf === leaf && !isPurged(hashed.state as RecordState, purgedBefore)) {
        hashes.set(id, hashHex(hashed.hash));
      }
    }
    return hashes;
  }

  /** Follows a commit. */
  applied(writes: readonly Write[]): void {
    if (this.#collections.size === 0) {
      return;
    }
    for (const { table, key, value } of writes) {
      const slash = key.indexOf('/');
      const known = table === 'records' ? this.#collections.get(key.slice(0, slash)) : undefined;
      if (value === undefined) {
        known?.delete(key.slice(slash + 1));
      } else {
        known?.set(key.slice(slash + 1), hashed(key.slice(slash + 1), value as unknown as RecordEntry));
      }
    }
  }

  /** Keeps no hashes any longer. */
  forget(): void {
    this.#collections.clear();
  }

  async #read(collection: string): Promise<ReadonlyMap<string, Hashed>> {
    let known = this.#collections.get(collection);
    if (!known) {
      known = new Map();
      for await (const page of pages(this.#storage, 'records', within(collection))) {
        for (const { key, value } of page) {
          const id = key.slice(collection.length + 1);
          known.set(id, hashed(id, value as unknown as RecordEntry));
        }
      }
      this.#collections.set(collection, known);
    }
    return known;
  }
}

function hashed(id: string, { s }: RecordEntry): Hashed {
  return { state: s.deleted ? { deleted: s.deleted } : {}, hash: recordHash(id, s), leaf: leafOf(id) };
}
