import { formatStamp } from '../../../../clients/typescript/src/clock/hlc.js';
import {
  type Client,
  defineSchema,
  oneOf,
  openClient,
  set,
  text,
  type Write,
} from '../../../../clients/typescript/src/index.js';
import { IndexedDbStorage } from '../../../../clients/typescript/src/storage/indexeddb.js';
import { begin } from '../begin.js';
import { PageServer } from '../page-server.js';
import { type Board, DATABASE, labelNames, type Question, type Side } from '../side.js';
import { type Todo, todos } from '../todo.js';
import { Switch } from '../switch.js';

const BATCH = 5_000;
const STAMP = formatStamp({ millis: 1_750_000_000_000, counter: 0, node: 'f'.repeat(16) });

const TODOS = {
  todos: {
    listId: text().notNull(),
    status: oneOf('open', 'done').notNull(),
    title: text().notNull(),
    notes: text().notNull(),
    due: text().notNull(),
    tags: set(),
  },
};
/** The suite has no labels. */
const SUITE = defineSchema(TODOS);
const SCHEMA = defineSchema({ ...TODOS, labels: { name: text().notNull() } });

class XeoBoard implements Board {
  constructor(
    private readonly client: Client<typeof SCHEMA>,
    private readonly network: Switch,
  ) {}

  watch({ listId, limit }: Question, heard: (rows: readonly Todo[]) => void): () => void {
    const where = listId === undefined ? undefined : { listId, status: 'open' as const };
    return this.client.todos
      .query({ where, sort: '-due', limit })
      .subscribe(({ rows }) => heard(rows as readonly Todo[]), console.error);
  }

  watchLabels(heard: (names: readonly string[]) => void): () => void {
    return this.client.labels
      .query()
      .subscribe(({ rows }) => rows.length > 0 && heard(rows.map(({ name = '' }) => name)), console.error);
  }

  async get(id: string): Promise<Todo | undefined> {
    return (await this.client.todos.get(id)) as Todo | undefined;
  }

  rename({ id }: Todo, title: string): Promise<void> {
    return this.client.todos.put(id, { title });
  }

  /** Under an id of its own. */
  async add({ id: _, ...fields }: Todo): Promise<void> {
    await this.client.todos.add(fields);
  }

  async flush(count: number): Promise<void> {
    if (this.client.status.current?.unsent !== count) throw new Error('there is something else to push');
    this.network.turnOn();
    for await (const { unsent, refused, problem } of this.client.status) {
      if (refused > 0) throw new Error(`${refused} changes were refused`);
      if (problem) throw new Error(problem.title);
      if (unsent === 0) return;
    }
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

const side: Side = {
  async fill(count) {
    const storage = new IndexedDbStorage(DATABASE, { durability: 'relaxed' });
    await storage.open();
    for (let from = 0; from < count; from += BATCH) {
      const records = todos(from, Math.min(count, from + BATCH));
      await storage.commit(records.map(({ id, ...fields }) => confirmed(`todos/${id}`, fields)));
    }
    await storage.commit(labelNames().map((name, at) => confirmed(`labels/${at}`, { name })));
    // a visit of some seconds does so by itself
    while (await storage.tidy());
    await storage.close();
  },

  async open({ durability, suite }) {
    const network = new Switch();
    const client = await openClient({
      url: suite?.url ?? location.origin,
      schema: (suite ? SUITE : SCHEMA) as typeof SCHEMA,
      storage: new IndexedDbStorage(DATABASE, { durability }),
      token: async () => suite?.token ?? 'token',
      device: { id: suite?.deviceId ?? 'page', name: 'page', platform: 'chromium' },
      network,
      ...(suite ? {} : { transport: new PageServer() }),
    });
    return new XeoBoard(client, network);
  },
};

/** A record as a snapshot of the server leaves it: every field with its clock, of a set every element. */
function confirmed(key: string, fields: Readonly<Record<string, string | readonly string[]>>): Write {
  const clocks = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? STAMP : clocksOf(value),
  ]);
  return { table: 'records', key, value: { s: { fields, clocks: Object.fromEntries(clocks) }, g: 1 } };
}

function clocksOf(elements: readonly string[]): Record<string, string> {
  return Object.fromEntries(elements.map((element) => [element, STAMP]));
}

begin(side);
