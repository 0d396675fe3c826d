import type { Observable } from '../query/observable.js';
import { Values } from '../query/values.js';
import type { RefusedEntry } from '../replica/entries.js';
import type { TableFeed } from '../replica/table-feed.js';
import type { View } from '../replica/view.js';
import type { StorageError } from '../storage/storage.js';
import { problemOfError } from '../sync/problems.js';
import type { EngineStatus, SyncStatus } from '../sync/status.js';

/** What says how an engine is, here or in another tab. */
export interface StatusSource {
  readonly status: EngineStatus;
  onStatus(listener: () => void): () => void;
}

/** How syncing is, with what waits for it on this device. */
export class OverallStatus {
  readonly #values: Values<SyncStatus>;
  readonly #source: StatusSource;
  readonly #view: View;
  readonly #refused: TableFeed<RefusedEntry>;
  #lost: StorageError | undefined;

  constructor(source: StatusSource, view: View, refused: TableFeed<RefusedEntry>) {
    this.#source = source;
    this.#view = view;
    this.#refused = refused;
    this.#values = new Values(this.#look());
    source.onStatus(() => this.#tell());
    view.onUnsent(() => this.#tell());
    refused.subscribe(() => this.#tell());
  }

  get live(): Observable<SyncStatus> {
    return this.#values;
  }

  /** The storage is gone: nothing is saved or synced any more. */
  lost(error: StorageError): void {
    this.#lost = error;
    this.#tell();
  }

  #look(): SyncStatus {
    const engine: EngineStatus = this.#lost
      ? { state: 'closed', problem: problemOfError(this.#lost) }
      : this.#source.status;
    return { ...engine, unsent: this.#view.unsent, refused: this.#refused.current?.length ?? 0 };
  }

  #tell(): void {
    const now = this.#look();
    if (JSON.stringify(now) !== JSON.stringify(this.#values.current)) {
      this.#values.set(now);
    }
  }
}
