import type { Network } from '../../../clients/typescript/src/sync/ports.js';

/** A network that is not there before it is turned on. */
export class Switch implements Network {
  online = false;
  readonly #listeners = new Set<(online: boolean) => void>();

  onChange(listener: (online: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  turnOn(): void {
    this.online = true;
    [...this.#listeners].forEach((listener) => listener(true));
  }
}
