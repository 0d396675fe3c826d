import { join, type Joined } from '../../record/join.js';
import type { Clocks, RecordState, Stamp } from '../../record/state.js';
import { type RecordEntry, recordKey } from '../entries.js';
import type { Transaction } from '../transaction.js';

/** Names a record. */
export interface RecordName {
  readonly collection: string;
  readonly id: string;
}

/** The name of a record by its key. */
export function nameOf(key: string): RecordName {
  const slash = key.indexOf('/');
  return { collection: key.slice(0, slash), id: key.slice(slash + 1) };
}

/** The confirmed records that a message is about. */
export class Confirmed {
  readonly #tx: Transaction;
  readonly #entries: Map<string, RecordEntry | undefined>;

  private constructor(tx: Transaction, entries: Map<string, RecordEntry | undefined>) {
    this.#tx = tx;
    this.#entries = entries;
  }

  /** Reads them, all at once. */
  static async read(tx: Transaction, names: Iterable<RecordName>): Promise<Confirmed> {
    const keys = [...new Set([...names].map(({ collection, id }) => recordKey(collection, id)))];
    const entries = await tx.get<RecordEntry>('records', keys);
    return new Confirmed(tx, new Map(keys.map((key, at) => [key, entries[at]])));
  }

  get({ collection, id }: RecordName): RecordEntry | undefined {
    return this.#entries.get(recordKey(collection, id));
  }

  /**
   * Merges what the server said of a record, and the clock hears of it.
   *
   * @param generation of the full snapshot that names it; what it had unless given
   * @param replaces whether it counts for more than what is here
   */
  merge({ collection, id }: RecordName, said: RecordState, generation?: number, replaces = false): Joined {
    const key = recordKey(collection, id);
    const before = this.#entries.get(key);
    const joined = join(replaces ? undefined : before?.s, said);
    const lost = replaces ? undefined : before?.lost;
    const g = generation ?? before?.g;
    this.#tx.observe(latest(said));
    if (joined.state !== before?.s || g !== before?.g || lost !== before?.lost) {
      const entry: RecordEntry = { s: joined.state, ...(g !== undefined && { g }), ...(lost && { lost }) };
      this.#entries.set(key, entry);
      this.#tx.put('records', key, entry);
    }
    return joined;
  }
}

/** What the server says of a record, as a state. */
export function stateOf(said: {
  readonly fields?: RecordState['fields'];
  readonly changed?: RecordState['fields'];
  readonly clocks?: Clocks;
  readonly deleted?: RecordState['deleted'];
}): RecordState {
  return {
    fields: said.changed ?? said.fields ?? {},
    clocks: said.clocks ?? {},
    ...(said.deleted && { deleted: said.deleted }),
  };
}

/** The greatest clock in a state; an empty text when there is none. */
function latest({ clocks, deleted }: RecordState): Stamp {
  let greatest = deleted?.clock ?? '';
  for (const clock of typeof clocks === 'string' ? [clocks] : Object.values(clocks)) {
    for (const stamp of typeof clock === 'string' ? [clock] : Object.values(clock)) {
      if (stamp > greatest) {
        greatest = stamp;
      }
    }
  }
  return greatest;
}
