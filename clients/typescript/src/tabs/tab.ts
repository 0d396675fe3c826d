import type { DeviceClock } from '../replica/device-clock.js';
import { Listeners } from '../replica/listeners.js';
import type { Change, Recorder } from '../replica/recorder.js';
import type { Subscriptions } from '../replica/subscriptions.js';
import type { View } from '../replica/view.js';
import { StorageError, type Storage, type Write } from '../storage/storage.js';
import type { Conversation, Timers } from '../sync/ports.js';
import { problemOfError } from '../sync/problems.js';
import type { EngineStatus } from '../sync/status.js';
import type { Channel } from './channel.js';
import { Guests } from './guests.js';
import type { Lead } from './lead.js';
import { Leader } from './leader.js';
import type { Hold, Locks } from './locks.js';
import type { Leads, Recorded, TabMessage } from './messages.js';
import { Outstanding, type OutstandingChange } from './outstanding.js';
import { TabTalk } from './tab-talk.js';

/** What a {@link Tab} works with. */
export interface TabOptions {
  /** What the tabs share: the name of their storage. */
  readonly name: string;
  /** This tab; no two have the same. */
  readonly id: string;
  readonly locks: Locks;
  readonly channel: Channel;
  readonly timers: Timers;
  /** Opened. */
  readonly storage: Pick<Storage, 'get'>;
  readonly view: View;
  readonly clock: DeviceClock;
  /** What this tab wants; while it leads, also what the others want. */
  readonly subscriptions: Subscriptions;
  /**
   * Begins to write and to sync, for as long as no other tab does; `committed` is to be told of every commit. Fails when storage does, and is
   * tried again later then.
   */
  readonly lead: (committed: (writes: readonly Write[]) => void) => Promise<Lead>;
}

/** `term` names one time that one tab leads. */
type Role =
  | { readonly at: 'waiting' }
  | { readonly at: 'following'; readonly term: string }
  | { readonly at: 'leading'; readonly term: string; readonly lead: Lead; readonly leader: Leader }
  | { readonly at: 'closed' };

const RETRY_MILLIS = 1_000;
const CLOSE_MILLIS = 5_000;

/**
 * A tab among the tabs of a browser: one leads, writes and syncs, and the others have it do so for them. When the leader goes, the tab that has waited longest
 * takes over. Changes that are not known to be saved are given to the next leader again, which takes each op once.
 */
export class Tab implements Recorder {
  readonly #options: TabOptions;
  readonly #talk = new TabTalk();
  readonly #outstanding = new Outstanding();
  readonly #statusListeners = new Listeners<EngineStatus>();
  #role: Role = { at: 'waiting' };
  #status: EngineStatus = { state: 'idle' };
  #life: Hold | undefined;
  #hold: Hold | undefined;
  #watched: Hold | undefined;
  #beginning: Promise<void> = Promise.resolve();
  #terms = 0;
  /** How many commits there were, as far as this tab knows as the leader. */
  #commits = 0;
  #isClosing = false;
  #stops: (() => void)[] = [];

  constructor(options: TabOptions) {
    this.#options = options;
  }

  get isLeading(): boolean {
    return this.#role.at === 'leading';
  }

  /** How the engine of the leader is. */
  get status(): EngineStatus {
    return this.#status;
  }

  /** Told when `status` has changed. */
  onStatus(listener: (status: EngineStatus) => void): () => void {
    return this.#statusListeners.add(listener);
  }

  /** Presence and handoff, over the connection of the leader. */
  get conversation(): Conversation {
    return this.#talk;
  }

  /** Begins to hear the others, and to wait for its turn to lead. Once. */
  start(): void {
    const { id, locks, channel, subscriptions } = this.#options;
    this.#life = locks.request(this.#lockOf(id));
    this.#life.held.catch(() => undefined);
    this.#stops = [channel.on((message) => this.#hear(message)), subscriptions.onChange(() => this.#tellWants())];
    channel.post({ type: 'joins', tab: id });
    this.#stand();
  }

  record(change: Change): Promise<void> {
    if (this.#isClosing) {
      return Promise.reject(closed());
    }
    const entry = this.#outstanding.add(change);
    this.#give(entry);
    return entry.done;
  }

  /** Ends after what was asked to be saved is, or, as a follower, after some seconds; another tab leads then. */
  async close(): Promise<void> {
    if (this.#isClosing) {
      return;
    }
    this.#isClosing = true;
    await this.#allSettled();
    const role = this.#role;
    this.#role = { at: 'closed' };
    await this.#beginning;
    if (role.at === 'leading') {
      await role.leader.end();
      await Promise.resolve();
    }
    this.#outstanding.failAll(closed());
    this.#stops.forEach((stop) => stop());
    this.#talk.change(undefined, []);
    this.#options.channel.post({ type: 'leaves', tab: this.#options.id });
    this.#options.channel.close();
    this.#watched?.release();
    this.#hold?.release();
    this.#life?.release();
  }

  /** Waits for the lock of the leader. */
  #stand(): void {
    const hold = this.#options.locks.request(`${this.#options.name}/leader`);
    this.#hold = hold;
    hold.held.then(
      () => (this.#beginning = this.#begin()),
      (error: unknown) => this.#fail(error),
    );
  }

  async #begin(): Promise<void> {
    const { lead: begin, id } = this.#options;
    try {
      await this.#catchUp();
      const lead = await begin((writes) => this.#committed(writes));
      if (this.#role.at === 'closed') {
        return await lead.close();
      }
      this.#lead(`${id}/${++this.#terms}`, lead);
    } catch (error) {
      this.#fail(error);
    }
  }

  #lead(term: string, lead: Lead): void {
    const { id, channel, locks, subscriptions, clock } = this.#options;
    const guests = new Guests(subscriptions, locks, (tab) => this.#lockOf(tab));
    const leader = new Leader({
      tab: id,
      term,
      lead,
      channel,
      guests,
      commits: () => this.#commits,
      offset: () => clock.offset,
    });
    this.#role = { at: 'leading', term, lead, leader };
    this.#watched?.release();
    leader.announce();
    this.#stops.push(
      lead.onStatus((status) => this.#report(status)),
      lead.conversation.on((heard) => this.#talk.hear(heard)),
    );
    const { welcome } = lead.conversation;
    const send = (message: Parameters<Conversation['send']>[0]) => void lead.conversation.send(message);
    const request = (ref: number, message: Parameters<Conversation['request']>[0]) =>
      void leader.ask(message).then((answer) => this.#talk.answer(ref, answer));
    this.#talk.change({ send, request }, welcome ? [welcome] : []);
    this.#report(lead.status);
    this.#outstanding.all.forEach((entry) => this.#give(entry));
  }

  /** Gives up leading, or waiting for it, and tries again later; another tab may have more luck meanwhile. */
  #fail(error: unknown): void {
    this.#hold?.release();
    this.#outstanding.failAll(error);
    if (this.#role.at === 'closed') {
      return;
    }
    this.#report({ state: 'closed', problem: problemOfError(error) });
    this.#stops.push(this.#options.timers.after(RETRY_MILLIS, () => this.#stand()));
  }

  /** Reads what others have committed, unheard. */
  async #catchUp(): Promise<void> {
    const { storage, clock } = this.#options;
    const [commits, offset, last] = await storage.get('meta', ['commits', 'offset', 'clock']);
    const known = Object.entries({ offset, clock: last }).flatMap(([key, value]) =>
      value === undefined ? [] : [{ table: 'meta' as const, key, value }],
    );
    clock.applied(known);
    this.#commits = typeof commits === 'number' ? commits : 0;
    await this.#readUpTo(this.#commits);
  }

  async #readUpTo(commits: number): Promise<void> {
    const { view } = this.#options;
    // A reading that was under way may have begun too early.
    for (let tries = 0; view.commits < commits && tries < 3; tries++) {
      await view.reread();
    }
  }

  #hear(message: TabMessage): void {
    const role = this.#role;
    if (role.at === 'leading') {
      return role.leader.hear(message);
    }
    if (role.at === 'closed' || ('to' in message && message.to !== this.#options.id)) {
      return;
    }
    switch (message.type) {
      case 'leads':
        return this.#follow(message);
      case 'committed':
        this.#options.clock.applied([{ table: 'meta', key: 'offset', value: message.offset }, ...message.writes]);
        return this.#options.view.applied(message.writes);
      case 'recorded':
        return this.#recorded(message);
      case 'reports':
        return this.#report(message.status);
      case 'hears':
        return this.#talk.hear(message.heard);
      case 'answers':
        return this.#talk.answer(message.ref, message.answer);
      default:
    }
  }

  #follow({ tab, term, commits, offset, status, heard }: Leads): void {
    const { channel, clock, id } = this.#options;
    clock.applied([{ table: 'meta', key: 'offset', value: offset }]);
    this.#readUpTo(commits).catch(() => undefined);
    this.#report(status);
    if (this.#role.at === 'following' && this.#role.term === term) {
      return;
    }
    this.#role = { at: 'following', term };
    this.#watch(tab, term);
    this.#tellWants();
    this.#talk.change(
      {
        send: (message) => channel.post({ type: 'says', term, message }),
        request: (ref, request) => channel.post({ type: 'asks', tab: id, term, ref, request }),
      },
      heard,
    );
    this.#outstanding.all.forEach((entry) => this.#give(entry));
  }

  /** When the leader is gone, asks who leads now. */
  #watch(tab: string, term: string): void {
    const { locks, channel, id } = this.#options;
    this.#watched?.release();
    const watched = locks.request(this.#lockOf(tab));
    this.#watched = watched;
    const gone = () => {
      watched.release();
      if (this.#role.at === 'following' && this.#role.term === term) {
        this.#role = { at: 'waiting' };
        channel.post({ type: 'joins', tab: id });
      }
    };
    watched.held.then(gone, () => undefined);
  }

  /** Gives a change to whoever leads, once in each term. */
  #give(entry: OutstandingChange): void {
    const role = this.#role;
    if (role.at !== 'leading' && role.at !== 'following') {
      return;
    }
    const { ref, change } = entry;
    const { term } = role;
    if (entry.term === term) {
      return;
    }
    entry.term = term;
    if (role.at === 'following') {
      this.#options.channel.post({ type: 'records', tab: this.#options.id, term, ref, change });
    } else {
      role.lead.record(change).then(
        () => this.#outstanding.saved(ref),
        (error: unknown) => this.#outstanding.failed(ref, term, error),
      );
    }
  }

  #recorded({ ref, term, failure }: Recorded): void {
    if (failure) {
      this.#outstanding.failed(ref, term, new StorageError(failure.fault, failure.message));
    } else {
      this.#outstanding.saved(ref);
    }
  }

  #committed(writes: readonly Write[]): void {
    this.#commits++;
    this.#options.view.applied(writes);
    if (this.#role.at === 'leading') {
      this.#role.leader.committed(writes);
    }
  }

  #tellWants(): void {
    const { channel, id, subscriptions } = this.#options;
    if (this.#role.at === 'following') {
      channel.post({ type: 'wants', tab: id, term: this.#role.term, wanted: subscriptions.all });
    }
  }

  #report(status: EngineStatus): void {
    this.#status = status;
    this.#statusListeners.tell(status);
  }

  async #allSettled(): Promise<void> {
    let stop: (() => void) | undefined;
    const tooLate = new Promise<void>((resolve) => (stop = this.#options.timers.after(CLOSE_MILLIS, resolve)));
    await Promise.race([this.#outstanding.settled(), tooLate]);
    stop?.();
  }

  /** The lock that a tab holds as long as it lives. */
  #lockOf(tab: string): string {
    return `${this.#options.name}/tab/${tab}`;
  }
}

function closed(): StorageError {
  return new StorageError('closed', 'this client is closed');
}
