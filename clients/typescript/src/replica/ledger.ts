import type { Json } from '../value/json.js';
import type { Storage, Write } from '../storage/storage.js';
import type { PlaceEntry } from './entries.js';
import { Outbox } from './outbox.js';
import { pages } from './scan.js';

/** What the writer of a replica keeps in memory of the small tables. It changes by commits only. */
export class Ledger {
  readonly outbox = new Outbox();
  readonly places = new Map<string, PlaceEntry>();
  /** Keys of the journal, the oldest first. */
  readonly journal = new Set<string>();
  readonly #meta = new Map<string, Json>();
  #counter = 0;

  static async read(storage: Pick<Storage, 'scan'>): Promise<Ledger> {
    const ledger = new Ledger();
    for (const table of ['meta', 'refused', 'ops', 'places', 'journal'] as const) {
      for await (const page of pages(storage, table)) {
        ledger.applied(page.map(({ key, value }) => ({ table, key, value })));
      }
    }
    return ledger;
  }

  /** The next free key of `ops` and `journal` is above it. */
  get counter(): number {
    return this.#counter;
  }

  text(name: string): string | undefined {
    const value = this.#meta.get(name);
    return typeof value === 'string' ? value : undefined;
  }

  number(name: string): number {
    const value = this.#meta.get(name);
    return typeof value === 'number' ? value : 0;
  }

  applied(writes: readonly Write[]): void {
    this.outbox.applied(writes);
    for (const { table, key, value } of writes) {
      switch (table) {
        case 'meta':
          change(this.#meta, key, value);
          break;
        case 'places':
          change(this.places, key, value as PlaceEntry | undefined);
          break;
        case 'journal':
          this.#count(key);
          this.journal.delete(key);
          if (value !== undefined) {
            this.journal.add(key);
          }
          break;
        case 'ops':
        case 'refused':
          this.#count(key);
          break;
        case 'records':
        case 'members':
      }
    }
  }

  #count(key: string): void {
    this.#counter = Math.max(this.#counter, Number(key));
  }
}

function change<T>(map: Map<string, T>, key: string, value: T | undefined): void {
  if (value === undefined) {
    map.delete(key);
  } else {
    map.set(key, value);
  }
}
