import { StorageError } from './storage.js';

/** Whether a storage is open, and whom to tell when it is lost: the part of their lives that all storages share. */
export class Opened {
  #open = false;
  #loss: StorageError | undefined;
  readonly #listeners = new Set<(error: StorageError) => void>();

  get now(): boolean {
    return this.#open;
  }

  begin(): void {
    this.#open = true;
    this.#loss = undefined;
  }

  end(): void {
    this.#open = false;
  }

  /** Throws what there is to tell unless it is open: how it was lost, or that it is closed. */
  require(): void {
    if (!this.#open) throw this.#loss ?? new StorageError('closed', 'this storage is not open');
  }

  /** Closes it and tells so, once; nothing when it was not open. */
  lose(error: StorageError): void {
    if (!this.#open) return;
    this.#open = false;
    this.#loss = error;
    for (const listener of [...this.#listeners]) listener(error);
  }

  onLost(listener: (error: StorageError) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
