import {
  defineSchema,
  integer,
  oneOf,
  openClient,
  set,
  text,
  type Client,
  type ClientOptions,
  type Observable,
} from '../../src/index.js';
import { Digest, recordHash } from '../../src/record/digest.js';
import { isPurged } from '../../src/record/tombstone.js';
import type { RecordEntry } from '../../src/replica/entries.js';
import type { Storage } from '../../src/storage/storage.js';
import type { LeafSum } from '../../src/wire/messages.js';
import { seeded } from '../seeded.js';

/** As much of todos-service as is tried. */
export const SCHEMA = defineSchema({
  todos: {
    title: text(),
    notes: text(),
    status: oneOf('open', 'in-progress', 'done', 'cancelled').notNull(),
    priority: integer().notNull(),
    tags: set(),
  },
});

/** What a device shows and has, and whether it is done with syncing. */
export interface Standing {
  readonly state: string;
  readonly unsent: number;
  /** What the server did not take, and why. */
  readonly refused: readonly string[];
  /** What is shown, as JSON, by id. */
  readonly rows: readonly string[];
  /** Of what is confirmed, in storage. */
  readonly root: LeafSum;
}

/** The todos of somebody on a device, in a page or in Node. */
export class Todos {
  private constructor(
    readonly client: Client<typeof SCHEMA>,
    private readonly storage: Storage,
  ) {}

  static async open(options: Omit<ClientOptions<typeof SCHEMA>, 'schema'>): Promise<Todos> {
    return new Todos(await openClient({ ...options, schema: SCHEMA }), options.storage);
  }

  /** @param purgedBefore as a server tells it */
  async standing(purgedBefore: number): Promise<Standing> {
    const { state, unsent } = this.client.status.current!;
    const refused = (await latest(this.client.refused.list)).map(({ op, problem }) => JSON.stringify({ op, problem }));
    const rows = (await this.rows()).map((row) => JSON.stringify(sorted(row)));
    const digest = new Digest();
    for (const { key, value } of await this.storage.scan('records', { from: 'todos/', to: 'todos0' })) {
      const id = key.slice('todos/'.length);
      const { s: record } = value as unknown as RecordEntry;
      if (!isPurged(record, purgedBefore)) digest.add(id, recordHash(id, record));
    }
    return { state, unsent, refused, rows, root: digest.root };
  }

  async titles(): Promise<string[]> {
    return (await this.rows()).map(({ title }) => String(title)).sort();
  }

  /**
   * Makes a random change every `pause` ms or so until it is told to stop, each after the one before is saved. Resolves with how many there
   * were.
   */
  edit(seed: number, pause: number): { stop(): Promise<number> } {
    const random = seeded(seed);
    let going = true;
    let count = 0;
    const all = (async () => {
      while (going) {
        await this.change(random);
        count++;
        await new Promise((done) => setTimeout(done, random() * 2 * pause));
      }
    })();
    return {
      async stop() {
        going = false;
        await all;
        return count;
      },
    };
  }

  private async change(random: () => number): Promise<void> {
    const { todos } = this.client;
    const below = (n: number) => Math.floor(random() * n);
    const rows = await this.rows();
    const { id } = rows[below(rows.length)] ?? {};
    const drawn = below(100);
    if (id === undefined || drawn < 15)
      await todos.add({ title: `todo ${below(1_000_000)}`, status: 'open', tags: ['new'] });
    else if (drawn < 35) await todos.put(id, { title: `title ${below(1_000_000)}` });
    else if (drawn < 45) await todos.put(id, { status: 'done', priority: below(5) });
    else if (drawn < 60) await todos.put(id, { tags: { add: [`tag-${below(8)}`], remove: [`tag-${below(8)}`] } });
    else if (drawn < 70) await todos.put(id, { tags: [`tag-${below(8)}`, `tag-${below(8)}`] });
    else if (drawn < 78) await todos.put(id, { notes: 'n'.repeat(below(3_000)) });
    else if (drawn < 86) await this.removeAndPerhapsRestore(id, random);
    else if (drawn < 92) await this.client.undo();
    else
      await this.client.transact(
        (writes) => {
          writes.todos.put(id, { status: 'in-progress' });
          writes.todos.add({ title: `together ${below(1_000_000)}` });
        },
        { atomic: drawn < 96 },
      );
  }

  private async removeAndPerhapsRestore(id: string, random: () => number): Promise<void> {
    await this.client.todos.remove(id);
    if (random() < 0.4) await this.client.todos.restore(id);
  }

  /** What is shown. */
  async rows() {
    return (await latest(this.client.todos.query({ sort: 'id' }))).rows;
  }
}

/** The value that it has, or that it has first. */
function latest<T>(observable: Observable<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = observable.subscribe((value) => {
      resolve(value);
      queueMicrotask(() => stop());
    }, reject);
  });
}

function sorted(row: object): object {
  return Object.fromEntries(
    Object.entries(row)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => [name, Array.isArray(value) ? [...(value as string[])].sort() : value]),
  );
}
