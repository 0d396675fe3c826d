import type { RecordState, Stamp } from '../../record/state.js';
import { type MemberEntry, memberKey, recordKey } from '../entries.js';
import type { Transaction } from '../transaction.js';
import type { RecordName } from './confirmed.js';

/** The records that a subscription with `where` holds, of those that a message is about. */
export class Members {
  readonly #tx: Transaction;
  readonly #sub: string;
  readonly #g: number;
  readonly #entries: Map<string, MemberEntry | undefined>;

  private constructor(tx: Transaction, sub: string, g: number, entries: Map<string, MemberEntry | undefined>) {
    this.#tx = tx;
    this.#sub = sub;
    this.#g = g;
    this.#entries = entries;
  }

  /** Reads them, all at once. */
  static async read(tx: Transaction, sub: string, g: number, names: readonly RecordName[]): Promise<Members> {
    const keys = names.map((name) => keyOf(sub, name));
    const entries = await tx.get<MemberEntry>('members', keys);
    return new Members(tx, sub, g, new Map(keys.map((key, at) => [key, entries[at]])));
  }

  #generation(name: RecordName): number | undefined {
    const entry = this.#entries.get(keyOf(this.#sub, name));
    return entry === undefined ? undefined : generationOf(entry);
  }

  /** It was named, in the present generation: as a whole, or with what has changed of it. */
  hold(name: RecordName, deleted: RecordState['deleted'], whole: boolean): void {
    const told = deleted?.value === false ? deleted.clock : '';
    const known = whole ? '' : this.#restored(name);
    const restored = told > known ? told : known;
    if (this.#generation(name) !== this.#g || restored !== this.#restored(name)) {
      this.#put(name, restored ? { g: this.#g, restored } : this.#g);
    }
  }

  /** Whether a deletion has lost against a restoration that this subscription has told: what others have told may be of later. */
  outlives(name: RecordName, deleted: RecordState['deleted']): boolean {
    return deleted !== undefined && this.#restored(name) > deleted.clock;
  }

  drop(name: RecordName): void {
    const key = keyOf(this.#sub, name);
    this.#entries.delete(key);
    this.#tx.drop('members', key);
  }

  #restored(name: RecordName): Stamp {
    const entry = this.#entries.get(keyOf(this.#sub, name));
    return typeof entry === 'object' ? entry.restored : '';
  }

  #put(name: RecordName, entry: MemberEntry): void {
    const key = keyOf(this.#sub, name);
    this.#entries.set(key, entry);
    this.#tx.put('members', key, entry);
  }
}

/** The generation of an entry. */
export function generationOf(entry: MemberEntry): number {
  return typeof entry === 'number' ? entry : entry.g;
}

function keyOf(sub: string, { collection, id }: RecordName): string {
  return memberKey(sub, recordKey(collection, id));
}
