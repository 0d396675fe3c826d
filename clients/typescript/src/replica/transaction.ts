import type { Stamp } from '../record/state.js';
import type { Range, Storage, Table, Write } from '../storage/storage.js';
import type { Json } from '../value/json.js';
import { counterKey, type OpEntry, type PlaceEntry } from './entries.js';
import { JOURNAL_SIZE, type JournalEntry } from './journal.js';
import type { Ledger } from './ledger.js';
import { pages } from './scan.js';
import { checkSound } from './sound.js';

/** What is read and written in one commit. It reads its own writes. */
export class Transaction {
  readonly #storage: Pick<Storage, 'get' | 'scan'>;
  readonly #writes = new Map<Table, Map<string, Write>>();
  #counter: number;
  #lines = 0;

  constructor(
    readonly ledger: Ledger,
    storage: Pick<Storage, 'get' | 'scan'>,
    /** Unix ms by this device. */
    readonly at: number,
    /** Tells the clock of a stamp that came from elsewhere. */
    readonly observe: (stamp: Stamp) => void,
  ) {
    this.#storage = storage;
    this.#counter = ledger.counter;
  }

  /** What it writes, each key once. */
  get writes(): readonly Write[] {
    return [...this.#writes.values()].flatMap((writes) => [...writes.values()]);
  }

  /** What it writes there. */
  written(table: Table, key: string): Write | undefined {
    return this.#writes.get(table)?.get(key);
  }

  put(table: Table, key: string, value: unknown): void {
    this.#write({ table, key, value: value as Json });
  }

  drop(table: Table, key: string): void {
    this.#write({ table, key });
  }

  async get<T>(table: Table, keys: readonly string[]): Promise<(T | undefined)[]> {
    const missing = keys.filter((key) => !this.written(table, key));
    const found = missing.length > 0 ? await this.#storage.get(table, missing) : [];
    missing.forEach((key, at) => checkSound(table, key, found[at]));
    const read = new Map(missing.map((key, at) => [key, found[at]]));
    return keys.map((key) => (this.written(table, key)?.value ?? read.get(key)) as T | undefined);
  }

  /** The entries that storage has, as they are with these writes, in the order of their keys. */
  async *entries<T>(table: Table, range?: Pick<Range, 'from' | 'to'>): AsyncGenerator<[string, T]> {
    for await (const page of pages(this.#storage, table, range)) {
      for (const entry of page) {
        const { value } = this.written(table, entry.key) ?? entry;
        if (value !== undefined) {
          yield [entry.key, value as T];
        }
      }
    }
  }

  place(sub: string): PlaceEntry | undefined {
    const written = this.written('places', sub);
    return written ? (written.value as unknown as PlaceEntry) : this.ledger.places.get(sub);
  }

  /** A number of the table `meta`; 0 when it is not there. */
  number(name: string): number {
    const value = this.written('meta', name)?.value;
    return typeof value === 'number' ? value : this.ledger.number(name);
  }

  /** All places by their subscriptions. */
  *places(): Iterable<[string, PlaceEntry]> {
    for (const sub of new Set([...this.ledger.places.keys(), ...(this.#writes.get('places')?.keys() ?? [])])) {
      const place = this.place(sub);
      if (place) {
        yield [sub, place];
      }
    }
  }

  /** An op that is unsent or acked. */
  op(key: string): OpEntry | undefined {
    const written = this.written('ops', key);
    const entry = written ? (written.value as unknown as OpEntry | undefined) : this.ledger.outbox.get(key);
    return entry?.state === 'done' ? undefined : entry;
  }

  /** Adds an op to the log. */
  append(entry: OpEntry): void {
    this.put('ops', this.#nextKey(), entry);
  }

  /** Writes a line into the journal, and takes the oldest one off when there are too many. */
  note(line: Omit<JournalEntry, 'at'>): void {
    this.put('journal', this.#nextKey(), { at: this.at, ...line });
    this.#lines++;
    const { journal } = this.ledger;
    const tooMany = journal.size + this.#lines - JOURNAL_SIZE;
    if (tooMany > 0) {
      const oldest = [...take(journal, tooMany)].at(-1);
      if (oldest !== undefined) {
        this.drop('journal', oldest);
      }
    }
  }

  #nextKey(): string {
    return counterKey(++this.#counter);
  }

  #write(write: Write): void {
    const writes = this.#writes.get(write.table) ?? new Map<string, Write>();
    this.#writes.set(write.table, writes.set(write.key, write));
  }
}

function* take<T>(values: Iterable<T>, count: number): Iterable<T> {
  for (const value of values) {
    if (count-- <= 0) {
      return;
    }
    yield value;
  }
}
