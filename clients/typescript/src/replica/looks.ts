import type { Wanted } from '../sync/target.js';

/** What is wanted has to stay the same for so long, ms: who opens an app, or another view of it, wants more in a moment. */
const STEADY = 10_000;

/** Knows when to look for what subscriptions that nobody wants have left behind: once for all records, and from then on for those that are told of. */
export class Looks {
  /** Of which collection those are that have been live. */
  readonly #live = new Map<string, string>();
  readonly #done = new Set<string>();
  #names = '';
  #since = 0;

  /** Whether all records of a filtered subscription's collection are to be looked at, now that it is live. */
  isDue(sub: string, wanted: readonly Wanted[], now: number): boolean {
    const collection = wanted.find((each) => each.sub === sub)?.collections[0] ?? '';
    this.#live.set(sub, collection);
    if (this.isDone(sub, wanted, now) || Math.abs(now - this.#since) < STEADY) {
      return false;
    }
    this.#live.forEach((of, other) => of === collection && this.#done.add(other));
    return true;
  }

  /** Whether they were. */
  isDone(sub: string, wanted: readonly Wanted[], now: number): boolean {
    const names = wanted.map((each) => each.sub).join();
    if (names !== this.#names) {
      this.#names = names;
      this.#since = now;
      this.#done.clear();
    }
    return this.#done.has(sub);
  }

  /** A subscription reads again. */
  again(sub: string): void {
    this.#live.delete(sub);
    this.#done.delete(sub);
  }
}
