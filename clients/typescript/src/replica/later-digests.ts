import type { Storage, Write } from '../storage/storage.js';
import type { Digests } from './digests.js';

/** The {@link Digests} of a replica, whose code, SHA-256 with it, is loaded when somebody compares them. */
export class LaterDigests {
  readonly #storage: Pick<Storage, 'scan'>;
  #digests: Digests | undefined;

  constructor(storage: Pick<Storage, 'scan'>) {
    this.#storage = storage;
  }

  /** Always the same ones. Fails when they cannot be loaded; the next call tries again. */
  async load(): Promise<Digests> {
    const { Digests } = await import('./digests.js');
    this.#digests ??= new Digests(this.#storage);
    return this.#digests;
  }

  /** Follows a commit. */
  applied(writes: readonly Write[]): void {
    this.#digests?.applied(writes);
  }

  /** Keeps no hashes any longer. */
  forget(): void {
    this.#digests?.forget();
  }
}
