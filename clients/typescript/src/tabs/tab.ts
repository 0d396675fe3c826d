import { Listeners } from '../replica/listeners.js';
import type { Change, Recorder } from '../replica/recorder.js';
import { StorageError, type Write } from '../storage/storage.js';
import { RequestRefused, type Conversation, type Heard } from '../sync/ports.js';
import { problem, problemOfError } from '../sync/problems.js';
import type { EngineStatus } from '../sync/status.js';
import { Candidacy } from './candidacy.js';
import { Follower } from './follower.js';
import { KeepUp } from './keep-up.js';
import type { Lead, LeadCode } from './lead.js';
import type { Leader } from './leader.js';
import type { Hold } from './locks.js';
import type { Committed, Leads, TabMessage } from './messages.js';
import { Outstanding, type OutstandingChange } from './outstanding.js';
import type { TabOptions } from './tab-options.js';
import { TabTalk } from './tab-talk.js';

/** Waiting is not to know of any leader. */
type Role =
  | { readonly at: 'waiting' }
  | { readonly at: 'following'; readonly way: Follower }
  | { readonly at: 'leading'; readonly way: Leader }
  | { readonly at: 'closed' };

const CLOSE_MILLIS = 5_000;
const NOT_LOADED = 'not-loaded';

/**
 * A tab among the tabs of a browser: one leads, writes and syncs, and the others have it do so for them. When the leader goes, the tab that has waited longest
 * takes over. Changes that are not known to be saved are given to the next leader again, which takes each op once.
 *
 * A leader that hangs but lives keeps its lock, and nobody takes over. Its lock could be stolen (Web Locks), but not its writing: `Storage.commit`
 * writes whatever it is given, so a commit that the robbed tab had begun, or begins before it is told, would come among those of the new
 * leader, over what these wrote, and under a number that one of them has. It would take a storage that compares a term within the
 * commit, which not every one can.
 */
export class Tab implements Recorder {
  readonly #options: TabOptions;
  readonly #talk = new TabTalk();
  readonly #outstanding = new Outstanding();
  readonly #statusListeners = new Listeners<EngineStatus>();
  #role: Role = { at: 'waiting' };
  #status: EngineStatus = { state: 'idle' };
  #life: Hold | undefined;
  readonly #candidacy: Candidacy;
  readonly #keepUp: KeepUp;
  #terms = 0;
  /** How many commits there were, as far as this tab knows as the leader. */
  #commits = 0;
  #isClosing = false;
  readonly #stops: (() => void)[] = [];

  constructor(options: TabOptions) {
    const { locks, name, timers } = options;
    this.#options = options;
    this.#keepUp = new KeepUp(options);
    this.#candidacy = new Candidacy(
      {
        request: () => locks.request(`${name}/leader`),
        load: () => this.#load(),
        failed: (error, wait) => this.#fail(error, wait),
      },
      timers,
    );
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
    // whoever hears of this tab may take it for gone before it has its lock
    const join = () => {
      if (this.#role.at !== 'closed') {
        this.#stops.push(
          channel.on((message) => this.#hear(message)),
          subscriptions.onChange(() => this.#tellWants()),
        );
        channel.post({ type: 'joins', tab: id });
        this.#candidacy.stand();
      }
    };
    this.#life.held.then(join, join);
  }

  record(change: Change): Promise<void> {
    if (this.#isClosing) {
      return Promise.reject(closed());
    }
    const entry = this.#outstanding.add(change);
    this.#give(entry);
    return entry.done;
  }

  /** Syncs again after the engine was closed, wherever it is. */
  resume(): void {
    this.#way?.resume();
  }

  /** Ends after what was asked to be saved is, or, as a follower, after some seconds; another tab leads then. */
  async close(): Promise<void> {
    if (this.#isClosing) {
      return;
    }
    this.#isClosing = true;
    await this.#outstanding.settled(this.#options.timers, CLOSE_MILLIS);
    const role = this.#role;
    this.#role = { at: 'closed' };
    await this.#candidacy.withdraw();
    this.#keepUp.stop();
    if (role.at === 'leading') {
      await role.way.end();
      await Promise.resolve();
    } else if (role.at === 'following') {
      role.way.end();
    }
    this.#outstanding.failAll(closed());
    this.#stops.forEach((stop) => stop());
    this.#talk.change(undefined, []);
    this.#options.channel.post({ type: 'leaves', tab: this.#options.id });
    this.#options.channel.close();
    this.#candidacy.release();
    this.#life?.release();
  }

  async #load(): Promise<() => Promise<void>> {
    try {
      const code = await this.#options.load();
      return () => this.#begin(code);
    } catch (error) {
      throw new RequestRefused(problem(NOT_LOADED, 'A part of the app could not be loaded', 0, String(error)));
    }
  }

  async #begin(code: LeadCode): Promise<void> {
    this.#commits = await this.#keepUp.catchUp();
    const lead = await code.begin((writes) => this.#committed(writes));
    if (this.#role.at === 'closed') {
      return lead.close();
    }
    this.#lead(`${this.#options.id}/${++this.#terms}`, lead, code);
  }

  #lead(term: string, lead: Lead, { Leader }: LeadCode): void {
    const { id, clock } = this.#options;
    const leader = new Leader({
      ...this.#options,
      tab: id,
      term,
      lead,
      lockOf: (tab) => this.#lockOf(tab),
      talk: this.#talk,
      outstanding: this.#outstanding,
      commits: () => this.#commits,
      offset: () => clock.offset,
    });
    this.#stops.push(lead.onStatus((status) => this.#report(status)));
    this.#take({ at: 'leading', way: leader });
    leader.announce();
    this.#begun(leader, leader.recent);
    this.#report(lead.status);
  }

  /** Without its code, what is to be saved waits for the next try; when storage fails, it fails with it. */
  #fail(error: unknown, wait: number): void {
    const cause = problemOfError(error);
    if (cause.code === NOT_LOADED) {
      return this.#report({ state: 'backoff', retryAt: this.#options.timers.now() + wait, problem: cause });
    }
    this.#outstanding.failUngiven(error);
    this.#report({ state: 'closed', problem: cause });
  }

  #hear(message: TabMessage): void {
    const role = this.#role;
    if (role.at === 'leading') {
      return role.way.hear(message);
    }
    if (role.at === 'closed' || ('to' in message && message.to !== this.#options.id)) {
      return;
    }
    switch (message.type) {
      case 'leads':
        return this.#follow(message);
      case 'committed':
        return this.#apply(message);
      case 'recorded':
        return this.#outstanding.answered(message);
      case 'reports':
        return this.#report(message.status);
      case 'hears':
        return this.#talk.hear(message.heard);
      case 'answers':
        return this.#talk.answer(message.ref, message.answer);
      default:
    }
  }

  #apply({ writes, commits, offset }: Committed): void {
    const { view, clock } = this.#options;
    clock.applied([{ table: 'meta', key: 'offset', value: offset }, ...writes]);
    view.applied(writes);
    this.#keepUp.with(commits);
  }

  #follow({ tab, term, commits, offset, status, heard }: Leads): void {
    const { id, channel, clock, locks, subscriptions } = this.#options;
    clock.applied([{ table: 'meta', key: 'offset', value: offset }]);
    this.#keepUp.with(commits);
    this.#report(status);
    if (this.#way?.term === term) {
      return;
    }
    const follower = new Follower(term, {
      id,
      channel,
      watched: locks.request(this.#lockOf(tab)),
      gone: () => {
        this.#take({ at: 'waiting' });
        channel.post({ type: 'joins', tab: id });
      },
    });
    this.#take({ at: 'following', way: follower });
    follower.want(subscriptions.all);
    this.#begun(follower, heard);
  }

  get #way(): Follower | Leader | undefined {
    return this.#role.at === 'following' || this.#role.at === 'leading' ? this.#role.way : undefined;
  }

  #take(role: Role): void {
    if (this.#role.at === 'following') {
      this.#role.way.end();
    }
    this.#role = role;
  }

  /** Whoever leads now is given what nobody has said to be saved. */
  #begun(way: Follower | Leader, heard: readonly Heard[]): void {
    this.#talk.change(way.mouth, heard);
    this.#outstanding.all.forEach((entry) => this.#give(entry));
  }

  /** Gives a change to whoever leads, once in each term. */
  #give(entry: OutstandingChange): void {
    const way = this.#way;
    if (way !== undefined && entry.term !== way.term) {
      entry.term = way.term;
      way.save(entry);
    }
  }

  #committed(writes: readonly Write[]): void {
    this.#commits++;
    this.#options.view.applied(writes);
    if (this.#role.at === 'leading') {
      this.#role.way.committed(writes);
    }
  }

  #tellWants(): void {
    if (this.#role.at === 'following') {
      this.#role.way.want(this.#options.subscriptions.all);
    }
  }

  #report(status: EngineStatus): void {
    this.#status = status;
    this.#statusListeners.tell(status);
  }

  /** The lock that a tab holds as long as it lives. */
  #lockOf(tab: string): string {
    return `${this.#options.name}/tab/${tab}`;
  }
}

function closed(): StorageError {
  return new StorageError('closed', 'this client is closed');
}
