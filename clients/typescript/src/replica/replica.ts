import type { Stamp } from '../record/state.js';
import type { Storage, Write } from '../storage/storage.js';
import type { Place, PushDraft, SyncTarget, Wanted } from '../sync/target.js';
import type {
  Delta,
  DigestAnswer,
  LeafSum,
  Limits,
  OpResult,
  Reset,
  Snapshot,
  Welcome,
  WireRecord,
} from '../wire/messages.js';
import type { Change, Recorder } from './recorder.js';

export interface ReplicaOptions {
  /** Opened. */
  readonly storage: Storage;
  /** Unix ms, by the clock of the device. */
  readonly now: () => number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
  /** The store that it is of; the personal one of whoever connects first unless given. */
  readonly storeId?: string;
  /** A node id of its own for this run, because other tabs write, too; the one that storage keeps unless given. */
  readonly node?: string;
  /** Told of every commit, after it is durable, in order. `meta/commits` among the writes counts them. */
  readonly committed?: (writes: readonly Write[]) => void;
}

/** The writer of a replica: the op log, and what the server confirmed. One at a time for a storage. */
export class Replica implements SyncTarget, Recorder {
  /** Reads what storage has. */
  static open(_options: ReplicaOptions): Promise<Replica> {
    throw new Error('not yet');
  }

  /** The node id of its clock, for `hello`. */
  get node(): string {
    throw new Error('not yet');
  }

  /** The store that it is of, once known. */
  get storeId(): string | undefined {
    throw new Error('not yet');
  }

  get unsent(): number {
    throw new Error('not yet');
  }

  /** How many ops are refused. */
  get refused(): number {
    throw new Error('not yet');
  }

  record(_change: Change): Promise<void> {
    throw new Error('not yet');
  }

  /** Wants a subscription until the answer is called; several may want the same. */
  want(_wanted: Wanted): () => void {
    throw new Error('not yet');
  }

  onUnsent(_listener: () => void): () => void {
    throw new Error('not yet');
  }

  nextPush(_limits: Limits, _underWay: ReadonlySet<string>): PushDraft | undefined {
    throw new Error('not yet');
  }

  acked(_results: readonly OpResult[]): Promise<void> {
    throw new Error('not yet');
  }

  wanted(): readonly Wanted[] {
    throw new Error('not yet');
  }

  onWanted(_listener: () => void): () => void {
    throw new Error('not yet');
  }

  place(_sub: string): Place {
    throw new Error('not yet');
  }

  snapshot(_sub: string, _message: Snapshot): Promise<void> {
    throw new Error('not yet');
  }

  delta(_sub: string, _message: Delta): Promise<void> {
    throw new Error('not yet');
  }

  live(_sub: string, _cursor: string): Promise<void> {
    throw new Error('not yet');
  }

  reset(_sub: string, _message: Reset): Promise<void> {
    throw new Error('not yet');
  }

  welcome(_message: Welcome): Promise<{ readonly doubt: boolean }> {
    throw new Error('not yet');
  }

  shift(_millis: number): Promise<void> {
    throw new Error('not yet');
  }

  renewNode(): Promise<void> {
    throw new Error('not yet');
  }

  observe(_stamp: Stamp): void {
    throw new Error('not yet');
  }

  digest(_collection: string, _purgedBefore: number): Promise<{ root: LeafSum; leaves: readonly LeafSum[] }> {
    throw new Error('not yet');
  }

  leaf(_collection: string, _leaf: number, _purgedBefore: number): Promise<ReadonlyMap<string, string>> {
    throw new Error('not yet');
  }

  mended(_answer: DigestAnswer, _records: readonly WireRecord[], _absent: readonly string[]): Promise<void> {
    throw new Error('not yet');
  }
}
