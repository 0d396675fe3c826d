import type { Op } from '../../src/record/op.js';
import { DeviceClock } from '../../src/replica/device-clock.js';
import type { OpEntry } from '../../src/replica/entries.js';
import { Replica } from '../../src/replica/replica.js';
import { Subscriptions } from '../../src/replica/subscriptions.js';
import { View } from '../../src/replica/view.js';
import { MemoryStorage, type MemoryDisk } from '../../src/storage/memory.js';
import { StorageError, type Write } from '../../src/storage/storage.js';
import type { EngineStatus } from '../../src/sync/status.js';
import type { Lead, LeadCode } from '../../src/tabs/lead.js';
import { Leader } from '../../src/tabs/leader.js';
import { Tab } from '../../src/tabs/tab.js';
import type { Json } from '../../src/value/json.js';
import { FaultyStorage, noFaults, type Fates } from '../storage/faulty.js';
import type { Browser, Page } from './browser.js';
import { FakeTalk } from './fake-talk.js';

/** What an app was told of a change. */
export interface Told {
  readonly op: Op;
  outcome: 'unknown' | 'saved' | 'failed';
  error?: StorageError;
}

/** An app in one tab, with a replica and without a server. */
export class TabProcess {
  readonly told: Told[] = [];
  readonly talk = new FakeTalk();
  /** While this tab leads. */
  replica: Replica | undefined;
  status: EngineStatus = { state: 'live' };
  /** How often syncing was asked to go on. */
  resumed = 0;
  #statusListeners = new Set<(status: EngineStatus) => void>();
  #isAlive = true;
  #made = 0;

  private constructor(
    readonly name: string,
    readonly browser: Browser,
    readonly page: Page,
    readonly storage: FaultyStorage,
    readonly clock: DeviceClock,
    readonly view: View,
    readonly subscriptions: Subscriptions,
  ) {
    this.tab = new Tab({
      ...page,
      name: 'replica',
      id: name,
      storage,
      view,
      clock,
      subscriptions,
      load: () => this.load(),
    });
    void storage.death.then(() => this.kill());
  }

  readonly tab: Tab;
  /** Loads how to lead. */
  load = async (): Promise<LeadCode> => ({ Leader, begin: (committed) => this.#lead(committed) });

  /** Opens the app in a new tab; nothing when it died, or failed, at that. */
  static async open(
    name: string,
    browser: Browser,
    disk: MemoryDisk,
    fates: Fates = noFaults,
  ): Promise<TabProcess | undefined> {
    const page = browser.page();
    const storage = new FaultyStorage(new MemoryStorage(disk), fates);
    const opening = (async () => {
      await storage.open();
      const clock = await DeviceClock.read(storage, { now: () => browser.now, random: browser.random, shared: true });
      const view = new View(storage);
      await view.open();
      return { clock, view };
    })();
    const opened = await Promise.race([opening.catch(() => undefined), storage.death]);
    if (!opened) {
      browser.kill(page);
      return undefined;
    }
    const process = new TabProcess(name, browser, page, storage, opened.clock, opened.view, new Subscriptions());
    process.tab.start();
    return process;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  kill(): void {
    this.#isAlive = false;
    this.replica = undefined;
    this.browser.kill(this.page);
    this.storage.die();
  }

  /** Closes the tab as it should be. */
  async close(): Promise<void> {
    await Promise.race([this.tab.close(), this.storage.death]);
    this.kill();
  }

  /** The user changes a record. */
  change(id: string, fields: Readonly<Record<string, Json>>): Told {
    const opId = `${this.name}-op-${++this.#made}`;
    const op: Op = { opId, collection: 'todos', id, kind: 'put', hlc: this.clock.now(), fields };
    const told: Told = { op, outcome: 'unknown' };
    this.told.push(told);
    const change = { ops: [op], at: this.browser.now, offset: this.clock.offset };
    this.view.show(change);
    this.tab.record(change).then(
      () => (told.outcome = 'saved'),
      (error: StorageError) => {
        told.outcome = 'failed';
        told.error = error;
        this.view.withdraw(change);
      },
    );
    return told;
  }

  report(status: EngineStatus): void {
    this.status = status;
    this.#statusListeners.forEach((listener) => listener(status));
  }

  /** What is shown of all todos. */
  async rows(): Promise<Readonly<Record<string, Json | undefined>>[]> {
    const todos = this.view.collection('todos');
    await todos.load();
    return [...todos.rows()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  async #lead(committed: (writes: readonly Write[]) => void): Promise<Lead> {
    const { storage, clock, subscriptions, browser, talk } = this;
    const now = () => browser.now;
    const replica = await Replica.open({ storage, clock, subscriptions, now, committed });
    if (this.#isAlive) this.replica = replica;
    const statusOf = () => this.status;
    return {
      record: (change) => replica.record(change),
      get status() {
        return statusOf();
      },
      onStatus: (listener) => {
        this.#statusListeners.add(listener);
        return () => this.#statusListeners.delete(listener);
      },
      conversation: talk,
      deviceId: 'device',
      resume: () => void this.resumed++,
      close: async () => {
        await replica.close();
        this.replica = undefined;
      },
    };
  }
}

/** The log of ops on a disk. */
export async function opsOn(disk: MemoryDisk): Promise<OpEntry[]> {
  const storage = new MemoryStorage(disk);
  await storage.open();
  const entries = await storage.scan('ops');
  await storage.close();
  return entries.map(({ value }) => value as unknown as OpEntry);
}
