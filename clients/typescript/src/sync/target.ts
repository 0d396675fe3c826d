import type { Op } from '../record/op.js';
import type { Stamp } from '../record/state.js';
import type {
  DigestAnswer,
  LeafSum,
  Delta,
  Limits,
  OpResult,
  Reset,
  Snapshot,
  Welcome,
  Where,
  WireRecord,
} from '../wire/messages.js';

/** What is to be kept up to date, under a name that stays the same as long as the query does. */
export interface Wanted {
  readonly sub: string;
  readonly collections: readonly string[];
  readonly where?: Where;
}

/** How far a subscription has come. */
export interface Place {
  readonly cursor?: string;
  /** In the middle of a snapshot: where it goes on. */
  readonly next?: string;
}

/** Ops that are to be pushed together. */
export interface PushDraft {
  readonly ops: readonly Op[];
  readonly atomic: boolean;
}

/**
 * What a sync engine needs of a replica. A call that returns a promise is one transaction of storage, done when it resolves; calls
 * are carried out one after the other, in their order. A call that fails has changed nothing, and stops the engine.
 */
export interface SyncTarget {
  /** Ops that are neither acked nor refused. */
  readonly unsent: number;
  /** Told when there is something new to push. */
  onUnsent(listener: () => void): () => void;
  /**
   * The oldest ops that are not under way and fit the limits, whole atomic groups only; none that an older op of the same record
   * which waits (see {@link acked}) comes before. Nothing when there are none.
   *
   * @param underWay ids of ops that were pushed and not answered, or wait for their time
   */
  nextPush(limits: Limits, underWay: ReadonlySet<string>): PushDraft | undefined;
  /** Takes answers to ops; those that say `retry` change nothing. */
  acked(results: readonly OpResult[]): Promise<void>;

  /** What to subscribe to: no more than the limits of the last `welcome` allow. */
  wanted(): readonly Wanted[];
  onWanted(listener: () => void): () => void;
  place(sub: string): Place;
  snapshot(sub: string, message: Snapshot): Promise<void>;
  delta(sub: string, message: Delta): Promise<void>;
  /** Everything is there up to now: up to the `seq` in `to`, where the server tells it. */
  live(sub: string, cursor: string, to?: number): Promise<void>;
  reset(sub: string, message: Reset): Promise<void>;

  /**
   * A connection begins: which store it is, in which epoch. In an epoch that is new, what was acked in the last 7 days is to be pushed once
   * more, and the digests are to be compared (`doubt`). Fails with a `RequestRefused` when it is not the store that is kept here.
   */
  welcome(message: Welcome): Promise<{ readonly doubt: boolean }>;
  /** What is added to this device's time to have the server's, as far as it was corrected: the sum of all shifts. */
  readonly offset: number;
  /** How far the clock is ahead of the corrected time, in ms: because the device's time was ahead, and is not any more. 0 when it is not. */
  readonly ahead: number;
  /**
   * Adds to the offset, which may be by 0, and moves the clocks of unsent ops by as much; then neither they nor the clock are ahead of the
   * corrected time. Ops that are pushed once more (`again`) stay as they are.
   */
  shift(millis: number): Promise<void>;
  /** The server says that a clock of ours already stands for something else: a new node id, and new stamps for unsent ops. */
  renewNode(): Promise<void>;
  observe(stamp: Stamp): void;

  /** Loads what the digests are made with. Fails when it cannot be loaded, and stops nothing then. */
  prepareWalk(): Promise<void>;
  /** The digest of confirmed records, without tombstones older than `purgedBefore` (Unix ms). */
  digest(collection: string, purgedBefore: number): Promise<{ root: LeafSum; leaves: readonly LeafSum[] }>;
  /** Hashes of the records of a leaf by their ids. */
  leaf(collection: string, leaf: number, purgedBefore: number): Promise<ReadonlyMap<string, string>>;
  /**
   * Takes what a digest walk found of one leaf: `records` were fetched; `absent` were confirmed here before the server was asked, no message
   * has named them since, and it does not know them. They are dropped, but for those that ops of ours in the log still speak for.
   */
  mended(answer: DigestAnswer, records: readonly WireRecord[], absent: readonly string[]): Promise<void>;
}
