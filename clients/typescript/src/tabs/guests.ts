import type { Subscriptions } from '../replica/subscriptions.js';
import type { Wanted } from '../sync/target.js';
import type { Hold, Locks } from './locks.js';

interface Guest {
  wants: readonly (() => void)[];
  readonly alive: Hold;
}

/** What other tabs want of the one that leads, for as long as they live. */
export class Guests {
  readonly #guests = new Map<string, Guest>();

  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly locks: Locks,
    private readonly lockOf: (tab: string) => string,
  ) {}

  /** How many there are. */
  get size(): number {
    return this.#guests.size;
  }

  /** A tab wants just these. Returns whether it is new. */
  want(tab: string, wanted: readonly Wanted[]): boolean {
    const known = this.#guests.get(tab);
    const guest = known ?? this.#welcome(tab);
    const before = guest.wants;
    guest.wants = wanted.map((each) => this.subscriptions.want(each));
    before.forEach((release) => release());
    return known === undefined;
  }

  leave(tab: string): void {
    const guest = this.#guests.get(tab);
    this.#guests.delete(tab);
    guest?.wants.forEach((release) => release());
    guest?.alive.release();
  }

  /** Lets all of them go. */
  clear(): void {
    [...this.#guests.keys()].forEach((tab) => this.leave(tab));
  }

  /** Each tab holds a lock as long as it lives: it is ours when the tab is gone. */
  #welcome(tab: string): Guest {
    const guest: Guest = { wants: [], alive: this.locks.request(this.lockOf(tab)) };
    this.#guests.set(tab, guest);
    guest.alive.held.then(
      () => this.#guests.get(tab) === guest && this.leave(tab),
      () => undefined,
    );
    return guest;
  }
}
