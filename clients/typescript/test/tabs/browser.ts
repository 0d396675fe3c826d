import { seeded } from '../seeded.js';
import type { Timers } from '../../src/sync/ports.js';
import type { Channel } from '../../src/tabs/channel.js';
import type { Hold, Locks } from '../../src/tabs/locks.js';
import type { TabMessage } from '../../src/tabs/messages.js';

/** What a tab has of its browser. */
export interface Page {
  readonly locks: Locks;
  readonly channel: Channel;
  readonly timers: Timers;
}

interface Waiting {
  readonly page: object;
  readonly grant: () => void;
}

interface Listening {
  readonly page: object;
  hear(message: TabMessage): void;
}

/** A browser without tabs of its own: locks, channels and time, with deliveries that take a few microtasks each. */
export class Browser {
  readonly #queues = new Map<string, Waiting[]>();
  readonly #listening = new Set<Listening>();
  readonly #dead = new Set<object>();
  readonly #roads = new Map<string, Promise<void>>();
  readonly #numbers = new Map<object, number>();
  #due: { readonly at: number; readonly page: object; readonly work: () => void }[] = [];
  #now = 1_800_000_000_000;
  /** Says which messages get lost. */
  loses: (message: TabMessage) => boolean = () => false;

  constructor(
    readonly random: () => number = seeded(1),
    readonly turns = 3,
  ) {}

  get now(): number {
    return this.#now;
  }

  page(): Page {
    const page = {};
    this.#numbers.set(page, this.#numbers.size);
    return Object.assign(page, {
      locks: { request: (name: string) => this.#request(page, name) },
      channel: this.#channel(page),
      timers: { now: () => this.#now, after: (millis: number, work: () => void) => this.#after(page, millis, work) },
    });
  }

  /** The tab is gone: nothing comes from it and nothing reaches it, and its locks are given back. */
  kill(page: Page): void {
    this.#dead.add(page);
    for (const name of this.#queues.keys()) {
      this.#release(name, (waiting) => waiting.page === page);
    }
  }

  /** Lets everything happen that waits for nothing but promises. */
  quiet(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  /** Lets time pass. */
  async pass(millis: number): Promise<void> {
    const until = this.#now + millis;
    await this.quiet();
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.#due = this.#due.filter((due) => due !== next);
      this.#now = next.at;
      if (!this.#dead.has(next.page)) next.work();
      await this.quiet();
    }
    this.#now = until;
  }

  #after(page: object, millis: number, work: () => void): () => void {
    const due = { at: this.#now + millis, page, work };
    this.#due.push(due);
    return () => (this.#due = this.#due.filter((each) => each !== due));
  }

  #request(page: object, name: string): Hold {
    const queue = this.#queues.get(name) ?? [];
    this.#queues.set(name, queue);
    let waiting!: Waiting;
    const held = new Promise<void>((resolve) => {
      waiting = { page, grant: () => void this.#wait().then(() => this.#dead.has(page) || resolve()) };
    });
    if (!this.#dead.has(page) && queue.push(waiting) === 1) waiting.grant();
    return { held, release: () => this.#release(name, (each) => each === waiting) };
  }

  #release(name: string, which: (waiting: Waiting) => boolean): void {
    const queue = this.#queues.get(name)!;
    const [holder] = queue;
    const left = queue.filter((each) => !which(each));
    queue.splice(0, queue.length, ...left);
    if (left[0] !== holder) left[0]?.grant();
  }

  #channel(page: object): Channel {
    const own = new Set<Listening>();
    return {
      post: (message) => this.#post(page, structuredClone(message)),
      on: (hear) => {
        const listening = { page, hear };
        own.add(listening);
        this.#listening.add(listening);
        return () => this.#listening.delete(listening);
      },
      close: () => own.forEach((listening) => this.#listening.delete(listening)),
    };
  }

  /** Messages from one tab to another come in their order; those of different tabs in any. */
  #post(from: object, message: TabMessage): void {
    if (this.#dead.has(from) || this.loses(message)) return;
    for (const listening of this.#listening) {
      if (listening.page === from) continue;
      const road = `${this.#numbers.get(from)}-${this.#numbers.get(listening.page)}`;
      const arrival = (this.#roads.get(road) ?? Promise.resolve())
        .then(() => this.#wait())
        .then(() => {
          if (this.#listening.has(listening) && !this.#dead.has(listening.page))
            listening.hear(structuredClone(message));
        });
      this.#roads.set(road, arrival);
    }
  }

  async #wait(): Promise<void> {
    for (let turns = Math.floor(this.random() * (this.turns + 1)); turns > 0; turns--) await undefined;
  }
}
