import { StorageError, type Storage, type Write } from '../storage/storage.js';
import type { DeviceClock } from './device-clock.js';
import type { Ledger } from './ledger.js';
import { Transaction } from './transaction.js';

/** What a {@link Writer} needs. */
export interface WriterOptions {
  readonly storage: Storage;
  readonly ledger: Ledger;
  readonly clock: DeviceClock;
  /** Unix ms by this device. */
  readonly now: () => number;
  /** Told of every commit, in order, once it is durable. */
  readonly committed: (writes: readonly Write[]) => void;
}

/** Carries out transactions one after the other, each in one commit. */
export class Writer {
  readonly #options: WriterOptions;
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** What `work` has written is committed when it resolves; when it or the commit fails, nothing has changed. */
  run<T>(work: (tx: Transaction) => T | Promise<T>, then?: () => void): Promise<T> {
    const result = this.#tail.then(async () => {
      if (this.#closed) {
        throw new StorageError('closed', 'the replica is closed');
      }
      const { ledger, storage, clock, now } = this.#options;
      const tx = new Transaction(ledger, storage, now(), (stamp) => clock.observe(stamp));
      const value = await work(tx);
      await this.#commit(tx, then);
      return value;
    });
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** Ends after what was asked before. */
  async close(): Promise<void> {
    await this.#tail;
    this.#closed = true;
  }

  async #commit(tx: Transaction, then?: () => void): Promise<void> {
    const { ledger, storage, clock, committed } = this.#options;
    if (tx.writes.length === 0) {
      return;
    }
    if (!clock.isShared && ledger.text('node') === undefined) {
      tx.put('meta', 'node', clock.node);
    }
    const { last } = clock;
    if (last !== undefined && last !== ledger.text('clock') && !tx.written('meta', 'clock')) {
      tx.put('meta', 'clock', last);
    }
    tx.put('meta', 'commits', ledger.number('commits') + 1);
    const { writes } = tx;
    await storage.commit(writes);
    ledger.applied(writes);
    then?.();
    committed(writes);
  }
}
