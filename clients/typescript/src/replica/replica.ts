import type { Stamp } from '../record/state.js';
import type { Storage, Write } from '../storage/storage.js';
import type { Place, PushDraft, SyncTarget, Wanted } from '../sync/target.js';
import {
  DEFAULT_LIMITS,
  type Delta,
  type DigestAnswer,
  type LeafSum,
  type Limits,
  type OpResult,
  type Reset,
  type Snapshot,
  type Welcome,
  type WireRecord,
} from '../wire/messages.js';
import { renewOps, shiftOps } from './correction.js';
import type { DeviceClock } from './device-clock.js';
import type { PlaceEntry } from './entries.js';
import { takeAcks } from './intake/acks.js';
import { takeDelta } from './intake/delta.js';
import { takeLive } from './intake/live.js';
import { takeMended } from './intake/mended.js';
import { placeOf } from './intake/places.js';
import { refuseGroup, TOO_LARGE } from './intake/refusal.js';
import { takeReset } from './intake/reset.js';
import { takeSnapshot } from './intake/snapshot.js';
import { storeIn, takeStore, takeWelcome } from './intake/welcome.js';
import { LaterDigests } from './later-digests.js';
import { Ledger } from './ledger.js';
import { Listeners } from './listeners.js';
import { Looks } from './looks.js';
import type { Change, Recorder } from './recorder.js';
import { takeChanges } from './recording.js';
import type { SetFields } from './sets.js';
import { Subscriptions } from './subscriptions.js';
import type { Transaction } from './transaction.js';
import { nextPush } from './uploads.js';
import { within } from './widening.js';
import { Writer } from './writer.js';

/** What a {@link Replica} needs. */
export interface ReplicaOptions {
  /** Opened. */
  readonly storage: Storage;
  /** Unix ms, as the device shows it. */
  readonly now: () => number;
  /** The clock of this device or tab, which stamps its changes. */
  readonly clock: DeviceClock;
  /** The store that it is of; the personal one of whoever connects first unless given. */
  readonly storeId?: string;
  /** Which fields are sets. */
  readonly sets?: SetFields;
  /** What is wanted; it may outlive the replica. Its own unless given. */
  readonly subscriptions?: Subscriptions;
  /** Told of every commit, in order, once it is durable. `meta/commits` among the writes counts them. */
  readonly committed?: (writes: readonly Write[]) => void;
}

interface Waiting {
  readonly change: Change;
  readonly saved: () => void;
  readonly failed: (error: unknown) => void;
}

/** The writer of a replica: the op log, and what the server confirmed. One at a time for a storage. */
export class Replica implements SyncTarget, Recorder {
  readonly #options: ReplicaOptions;
  readonly #ledger: Ledger;
  readonly #writer: Writer;
  readonly #digests: LaterDigests;
  readonly #subscriptions: Subscriptions;
  readonly #unsentListeners = new Listeners<void>();
  #waiting: Waiting[] = [];
  /** The connection: the head as it began, and how many subscriptions it takes. */
  #connection = { head: 0, most: DEFAULT_LIMITS.subscriptions, looks: new Looks() };

  private constructor(options: ReplicaOptions, ledger: Ledger) {
    this.#options = options;
    this.#ledger = ledger;
    this.#digests = new LaterDigests(options.storage);
    this.#subscriptions = options.subscriptions ?? new Subscriptions();
    this.#writer = new Writer({ ...options, ledger, committed: (writes) => this.#committed(writes) });
  }

  /** Reads what storage has. */
  static async open(options: ReplicaOptions): Promise<Replica> {
    return new Replica(options, await Ledger.read(options.storage));
  }

  /** The node id of its clock, for `hello`. */
  get node(): string {
    return this.#options.clock.node;
  }

  /** The store that it is of, once known. */
  get storeId(): string | undefined {
    return this.#options.storeId ?? this.#ledger.text('store');
  }

  get unsent(): number {
    return this.#ledger.outbox.size;
  }

  get offset(): number {
    return this.#options.clock.offset;
  }

  get ahead(): number {
    return this.#options.clock.ahead;
  }

  /** Changes that come while a commit is under way share the next one. */
  record(change: Change): Promise<void> {
    return new Promise((saved, failed) => {
      this.#waiting.push({ change, saved, failed });
      if (this.#waiting.length === 1) {
        void this.#recordWaiting();
      }
    });
  }

  /** Wants a subscription until the answer is called; several may want the same. */
  want(wanted: Wanted): () => void {
    return this.#subscriptions.want(wanted);
  }

  onUnsent(listener: () => void): () => void {
    return this.#unsentListeners.add(listener);
  }

  nextPush(limits: Limits, underWay: ReadonlySet<string>): PushDraft | undefined {
    const { draft, tooLarge } = nextPush(this.#ledger.outbox, limits, underWay);
    if (tooLarge.length > 0) {
      const problems = new Map(tooLarge.map((key) => [key, TOO_LARGE]));
      // what is behind them is asked for again when they are out of the way
      this.#writer
        .run(
          (tx) => void refuseGroup(tx, problems),
          () => this.#unsentListeners.tell(),
        )
        .catch(() => undefined);
    }
    return draft;
  }

  acked(results: readonly OpResult[]): Promise<void> {
    return this.#writer.run((tx) => takeAcks(tx, results, this.#options.sets ?? (() => undefined)));
  }

  wanted(): readonly Wanted[] {
    return within(this.#subscriptions.all, this.#connection.most);
  }

  onWanted(listener: () => void): () => void {
    return this.#subscriptions.onChange(listener);
  }

  place(sub: string): Place {
    const { cursor, next } = this.#ledger.places.get(sub) ?? {};
    return { ...(cursor !== undefined && { cursor }), ...(next !== undefined && { next }) };
  }

  snapshot(sub: string, message: Snapshot): Promise<void> {
    return this.#take(sub, message.storeId, (tx, place) => takeSnapshot(tx, sub, place, message));
  }

  delta(sub: string, message: Delta): Promise<void> {
    const wanted = this.wanted();
    const looked = this.#connection.looks.isDone(sub, wanted, this.#options.now()) ? wanted : [];
    return this.#take(sub, message.storeId, (tx, place) => takeDelta(tx, sub, place, message, looked));
  }

  live(sub: string, cursor: string, to?: number): Promise<void> {
    // a server that does not tell has told everything that there was as the connection began
    const { head, looks } = this.#connection;
    const wanted = this.wanted();
    const at = { to: to ?? head, wanted, isDue: looks.isDue(sub, wanted, this.#options.now()) };
    return this.#take(sub, undefined, (tx, place) => takeLive(tx, sub, place, cursor, at));
  }

  reset(sub: string, message: Reset): Promise<void> {
    this.#connection.looks.again(sub);
    return this.#take(sub, message.storeId, (tx, place) => takeReset(tx, sub, place, message));
  }

  async welcome(message: Welcome): Promise<{ readonly doubt: boolean }> {
    const most = message.limits.subscriptions ?? DEFAULT_LIMITS.subscriptions;
    const doubt = await this.#writer.run((tx) => {
      const store = storeIn(message, this.storeId);
      if (store) takeStore(tx, store.storeId, this.storeId);
      this.#digests.forget();
      this.#connection = { head: store?.head ?? 0, most, looks: new Looks() };
      return takeWelcome(tx, store, (sub) => this.#asked(sub) !== undefined);
    });
    return { doubt };
  }

  shift(millis: number): Promise<void> {
    const { clock } = this.#options;
    let greatest: Stamp | undefined;
    return this.#writer.run(
      (tx) => void (greatest = shiftOps(tx, millis, clock)),
      () => clock.shift(millis, greatest),
    );
  }

  renewNode(): Promise<void> {
    const { clock } = this.#options;
    const node = clock.newNode();
    let last: Stamp | undefined;
    return this.#writer.run(
      (tx) => {
        last = renewOps(tx, node);
        if (!clock.isShared) {
          tx.put('meta', 'node', node);
        }
      },
      () => clock.renew(node, last),
    );
  }

  observe(stamp: Stamp): void {
    this.#options.clock.observe(stamp);
  }

  async prepareWalk(): Promise<void> {
    await this.#digests.load();
  }

  async digest(collection: string, purgedBefore: number): Promise<{ root: LeafSum; leaves: readonly LeafSum[] }> {
    const digests = await this.#digests.load();
    return this.#writer.run(() => digests.digest(collection, purgedBefore));
  }

  async leaf(collection: string, leaf: number, purgedBefore: number): Promise<ReadonlyMap<string, string>> {
    const digests = await this.#digests.load();
    return this.#writer.run(() => digests.leaf(collection, leaf, purgedBefore));
  }

  mended(answer: DigestAnswer, records: readonly WireRecord[], absent: readonly string[]): Promise<void> {
    return this.#writer.run((tx) => takeMended(tx, answer, records, absent));
  }

  /** Ends after what was asked before; nothing is written after that. Storage stays open. */
  close(): Promise<void> {
    return this.#writer.close();
  }

  #asked(sub: string): Wanted | undefined {
    return this.wanted().find((each) => each.sub === sub);
  }

  #take(
    sub: string,
    storeId: string | undefined,
    work: (tx: Transaction, place: PlaceEntry) => Promise<void> | void,
  ): Promise<void> {
    return this.#writer.run(async (tx) => {
      if (storeId !== undefined) {
        takeStore(tx, storeId, this.storeId);
      }
      const place = placeOf(tx, sub, this.#asked(sub));
      if (place) {
        await work(tx, place);
      }
    });
  }

  async #recordWaiting(): Promise<void> {
    let taken: Waiting[] = [];
    try {
      await this.#writer.run((tx) => {
        taken = this.#waiting;
        this.#waiting = [];
        takeChanges(
          tx,
          taken.map(({ change }) => change),
          this.offset,
        );
      });
      taken.forEach(({ saved }) => saved());
    } catch (error) {
      taken = taken.length > 0 ? taken : this.#waiting.splice(0);
      // one that was given here before, and saved, is saved
      taken.forEach(({ change, saved, failed }) => (this.#isSaved(change) ? saved() : failed(error)));
    }
  }

  #isSaved({ ops }: Change): boolean {
    return ops.length > 0 && ops.every(({ opId }) => this.#ledger.outbox.keyOf(opId) !== undefined);
  }

  #committed(writes: readonly Write[]): void {
    this.#digests.applied(writes);
    this.#options.committed?.(writes);
    if (this.unsent > 0 && writes.some(({ table }) => table === 'ops')) {
      this.#unsentListeners.tell();
    }
  }
}
