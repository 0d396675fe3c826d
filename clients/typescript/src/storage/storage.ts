import type { RecordState } from '../record/state.js';
import type { Fields, Json } from '../value/json.js';

/** What a replica keeps, by kind. Keys are ASCII texts, in the order of their bytes. */
export type Table = 'meta' | 'records' | 'ops' | 'refused' | 'places' | 'members' | 'journal';
/** All of them. */
export const TABLES: readonly Table[] = ['meta', 'records', 'ops', 'refused', 'places', 'members', 'journal'];

/** A value under its key. */
export interface Entry {
  /** ASCII. */
  readonly key: string;
  /** Not to be changed once it is given. */
  readonly value: Json;
}

/** The fields of a record, and its id. */
export type SkimmedRow = {
  /** The id of the record. */
  readonly id: string;
} & Fields;

/** An entry of `records`, read to be shown. */
export interface Skimmed {
  /** As in an {@link Entry}. */
  readonly key: string;
  /** The id of the record. */
  readonly id: string;
  /** Nobody else has it. Nothing when the record is deleted. */
  readonly row: SkimmedRow | undefined;
  /** To be looked at, but neither written nor sent: what is seldom asked for is read when it is. */
  readonly state: RecordState;
}

/** A piece of `records`, read to be shown. */
export interface SkimmedPage {
  /** What is in it, in the order of the keys. To be asked once, best when the next page is asked for: storage works while these are made. */
  readonly records: () => Promise<readonly Skimmed[]>;
  /** The key from which it goes on; absent when nothing can follow. */
  readonly next?: string;
}

/** Puts a value, or takes it away when there is none. */
export interface Write {
  /** Where it stands. */
  readonly table: Table;
  /** Under which key. */
  readonly key: string;
  /** Absent to take it away. */
  readonly value?: Json;
}

/** A part of a table, in the order of its keys. */
export interface Range {
  /** The first key; from the first one unless given. */
  readonly from?: string;
  /** The key before which it ends; after the last one unless given. */
  readonly to?: string;
  /** Most entries of an answer. */
  readonly limit?: number;
}

/** Why storage could not do what it was asked. */
export type StorageFault =
  /** There is no room. What was to be written is not; what is there stays. */
  | 'full'
  /** The user or the browser does not let us: private mode, a blocked upgrade. */
  | 'denied'
  /** What is there cannot be read. */
  | 'corrupt'
  /** It was deleted, or cut off, while it was open. */
  | 'lost'
  /** It is closed, or was never opened. */
  | 'closed'
  /** Anything else; `cause` says what. */
  | 'failed';

/** Why storage could not do what it was asked. What was to be committed is not there; only with `lost` that is uncertain. */
export class StorageError extends Error {
  /** `StorageError`. */
  override readonly name = 'StorageError';

  /** @param message for people; `cause` is what the platform said */
  constructor(
    /** What kind of failure it is. */
    readonly fault: StorageFault,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/**
 * Where a replica lives on a device: tables of JSON values by key. One writer at a time; others may read meanwhile. Every failure is
 * a {@link StorageError}.
 */
export interface Storage {
  /** Opens it; once. What `wasLost` is, is known then. */
  open(): Promise<void>;

  /** Whether there was a replica here of which nothing is left: deleted by the user or evicted by the browser. */
  readonly wasLost: boolean;

  /** Values in the order of the keys; `undefined` where there is none. */
  get(table: Table, keys: readonly string[]): Promise<(Json | undefined)[]>;

  /** Entries in the order of their keys. What is committed during a scan may or may not be seen. */
  scan(table: Table, range?: Range): Promise<Entry[]>;

  /** The first of the entries of `records` that `scan` would tell, as they are shown: about as many. Absent where that would be no faster. */
  skim?(range: Range): Promise<SkimmedPage>;

  /** The name under which other tabs have it open, too; absent where nobody else can. */
  readonly sharedAs?: string;

  /** All of them or none, after everything that was committed before; durable, as far as the platform lets us, once it resolves. */
  commit(writes: readonly Write[]): Promise<void>;

  /**
   * Sees to it that what a crash may have left half written does no harm; absent where it does none anyway. To be called by who writes, before
   * its first commit. It never fails.
   */
  recover?(): Promise<void>;

  /**
   * Does a little of the work that makes later reads faster, some milliseconds of it; absent where there is none. To be called by who writes, when
   * there is time. Resolves with whether there may be more to do. When it fails nothing has changed, and nothing is lost.
   */
  tidy?(): Promise<boolean>;

  /** Told once when it is lost or has to be given up; it is closed then. Returns how to stop listening. */
  onLost(listener: (error: StorageError) => void): () => void;

  /** Closes it, after what was asked before; nothing while it is not open. */
  close(): Promise<void>;

  /** Closes it and takes everything away. */
  destroy(): Promise<void>;
}
