import type { Company } from '../company/company.js';
import type { Observable } from '../query/observable.js';
import type { JournalEntry } from '../replica/journal.js';
import type { Schema } from '../schema/schema.js';
import type { SyncStatus } from '../sync/status.js';
import type { Collection } from './collection.js';
import type { Refused } from './refused.js';
import type { Writes } from './transaction.js';

/** A client, but for its collections. */
export interface ClientCalls<S extends Schema> {
  /**
   * Makes a change of several steps, shown together and saved together.
   *
   * @param work says what to write; nothing is written when it throws
   * @param options `atomic`: the server shall take all of it or nothing; of one service's collections, and of at most 500 steps
   * @returns resolves when it is saved on this device
   */
  transact(work: (writes: Writes<S>) => void, options?: { readonly atomic?: boolean }): Promise<void>;
  /**
   * Takes back the last change that this app made since it was started, and that still stands; what others have written over stays, and so
   * does the first value of a field that cannot be cleared (`notNull`). Resolves
   * with whether there was one.
   */
  undo(): Promise<boolean>;
  /** Makes the change again that was taken back last, if no other was made since. */
  redo(): Promise<boolean>;
  /** Changes that the server did not take. */
  readonly refused: Refused;
  /** What was made, synced, merged and lost, the oldest first: the latest 500 lines, live. */
  readonly journal: Observable<readonly JournalEntry[]>;
  /** How syncing is. */
  readonly status: Observable<SyncStatus>;
  /** What goes on beside the records: see `presenceOf` and `handoffOf`. */
  readonly company: Company;
  /** A new id for a record. */
  newId(): string;
  /** Whether there was a replica on this device of which nothing is left: the user or the browser has deleted it. */
  readonly wasLost: boolean;
  /** Syncs again after it was closed: the user has signed in again, or takes over from another device or app. */
  resume(): void;
  /** Ends it, after what was written is saved. */
  close(): Promise<void>;
  /** Ends it and takes everything off this device, what was not synced included. */
  destroy(): Promise<void>;
}

/** A replica of one store: its collections by their names, and what can be done with them. */
export type Client<S extends Schema> = ClientCalls<S> & { readonly [C in keyof S]: Collection<S[C]> };
