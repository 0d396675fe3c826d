import {
  StorageError,
  type Entry,
  type Range,
  type Storage,
  type StorageFault,
  type Table,
  type Write,
} from '../../src/storage/storage.js';
import type { Json } from '../../src/value/json.js';

/** A call of a storage: how many came before it, and which it is. */
export interface Call {
  readonly n: number;
  readonly name: 'open' | 'get' | 'scan' | 'commit';
}

/**
 * What becomes of a call: it is done; it fails and changes nothing; the process dies before it is done, or after it is done and before anybody is
 * told.
 */
export type Fate = 'done' | { readonly fails: StorageFault } | 'dies-before' | 'dies-after';

/** Decides calls. `turns` is how many microtasks a call takes before, and again after, it is done. */
export interface Fates {
  fate(call: Call): Fate;
  turns?(call: Call): number;
}

/** Everything is done, in one turn. */
export const noFaults: Fates = { fate: () => 'done' };

/** The n-th call (0 is the first), of one name if given, meets its fate; all others are done. */
export function nth(n: number, fate: Fate, name?: Call['name']): Fates {
  let seen = 0;
  return {
    fate: (call) => (name === undefined || call.name === name ? (seen++ === n ? fate : 'done') : 'done'),
  };
}

/** Calls fail or die with these probabilities, and take up to `turns` microtasks before and after. */
export function chances(random: () => number, odds: { fails?: number; dies?: number; turns?: number }): Fates {
  const { fails = 0, dies = 0, turns = 0 } = odds;
  const faults: readonly StorageFault[] = ['full', 'failed'];
  return {
    fate(call) {
      const drawn = random();
      if (drawn < dies) return random() < 0.5 ? 'dies-before' : 'dies-after';
      if (drawn < dies + fails && call.name !== 'open') return { fails: faults[Math.floor(random() * 2)]! };
      return 'done';
    },
    turns: () => Math.floor(random() * (turns + 1)),
  };
}

/**
 * A storage that does what `fates` say, one call after the other. Once it died no call ever settles, as in a process that is gone: take another storage on
 * the same disk to go on. Values are copied and frozen on their way in, so that whoever changes one afterwards is found out.
 */
export class FaultyStorage implements Storage {
  /** Resolves when the process dies. */
  readonly death: Promise<void>;
  #die!: () => void;
  #dead = false;
  #calls = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly inner: Storage,
    public fates: Fates = noFaults,
  ) {
    this.death = new Promise((resolve) => (this.#die = resolve));
  }

  /** How many calls there were. */
  get calls(): number {
    return this.#calls;
  }

  get dead(): boolean {
    return this.#dead;
  }

  get wasLost(): boolean {
    return this.inner.wasLost;
  }

  /** The process dies now: what is under way is not done, or is and nobody hears. */
  die(): void {
    this.#dead = true;
    this.#die();
  }

  open(): Promise<void> {
    return this.#call('open', () => this.inner.open());
  }

  get(table: Table, keys: readonly string[]): Promise<(Json | undefined)[]> {
    return this.#call('get', () => this.inner.get(table, keys));
  }

  scan(table: Table, range?: Range): Promise<Entry[]> {
    return this.#call('scan', () => this.inner.scan(table, range));
  }

  commit(writes: readonly Write[]): Promise<void> {
    const kept = writes.map((write) => (write.value === undefined ? write : { ...write, value: copy(write.value) }));
    return this.#call('commit', () => this.inner.commit(kept));
  }

  onLost(listener: (error: StorageError) => void): () => void {
    return this.inner.onLost(listener);
  }

  async close(): Promise<void> {
    if (this.#dead) return never();
    await this.#last;
    await this.inner.close();
  }

  async destroy(): Promise<void> {
    if (this.#dead) return never();
    await this.#last;
    await this.inner.destroy();
  }

  #call<T>(name: Call['name'], work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => this.#meet(name, work));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #meet<T>(name: Call['name'], work: () => Promise<T>): Promise<T> {
    if (this.#dead) return never();
    const call = { n: this.#calls++, name };
    const fate = this.fates.fate(call);
    await this.#pass(call);
    if (fate === 'dies-before') this.die();
    if (this.#dead) return never();
    if (typeof fate === 'object') throw new StorageError(fate.fails, `call ${call.n} (${name}) was to fail`);
    const result = await work();
    if (fate === 'dies-after') this.die();
    await this.#pass(call);
    return this.#dead ? never() : result;
  }

  async #pass(call: Call): Promise<void> {
    for (let turns = this.fates.turns?.(call) ?? 0; turns > 0; turns--) await undefined;
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}

function copy(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(copy));
  const entries = Object.entries(value as Record<string, Json | undefined>).filter(
    ([, member]) => member !== undefined,
  );
  return Object.freeze(Object.fromEntries(entries.map(([name, member]) => [name, copy(member!)])));
}
