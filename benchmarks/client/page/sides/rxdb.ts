import { createRxDatabase, type RxCollection, type RxDatabase, type RxDocument } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { begin } from '../begin.js';
import { type Board, DATABASE, type Durability, labelNames, type Question, type Side } from '../side.js';
import { type Todo, todos } from '../todo.js';

const BATCH = 5_000;
/** Ops of one push: what RxDB has by default, and what our server takes at once. */
const PUSH = 100;

interface Label {
  readonly id: string;
  readonly name: string;
}

interface Collections {
  readonly todos: RxCollection<Todo>;
  readonly labels: RxCollection<Label>;
}

const text = (maxLength: number) => ({ type: 'string', maxLength }) as const;

const SCHEMAS = {
  todos: {
    schema: {
      version: 0,
      primaryKey: 'id',
      type: 'object',
      properties: {
        id: text(40),
        listId: text(36),
        status: text(4),
        title: { type: 'string' },
        notes: { type: 'string' },
        due: text(16),
        tags: { type: 'array', items: { type: 'string' } },
      },
      required: ['id', 'listId', 'status', 'due'],
      indexes: ['due', ['listId', 'status', 'due']],
    },
  },
  labels: {
    schema: {
      version: 0,
      primaryKey: 'id',
      type: 'object',
      properties: { id: text(40), name: { type: 'string' } },
    },
  },
} as const;

async function connect(durability: Durability): Promise<RxDatabase<Collections>> {
  const database = await createRxDatabase<Collections>({
    name: DATABASE,
    storage: getRxStorageDexie({ chromeTransactionDurability: durability }),
    eventReduce: true,
  });
  await database.addCollections(SCHEMAS as never);
  return database;
}

class RxBoard implements Board {
  constructor(private readonly database: RxDatabase<Collections>) {}

  watch({ listId, limit }: Question, heard: (rows: readonly Todo[]) => void): () => void {
    const subscription = this.database.todos
      .find({
        selector: listId === undefined ? {} : { listId, status: 'open' },
        sort: [{ due: 'desc' }],
        ...(limit !== undefined && { limit }),
      })
      .$.subscribe(heard);
    return () => subscription.unsubscribe();
  }

  watchLabels(heard: (names: readonly string[]) => void): () => void {
    const subscription = this.database.labels
      .find()
      .$.subscribe((labels) => labels.length > 0 && heard(labels.map(({ name }) => name)));
    return () => subscription.unsubscribe();
  }

  async get(id: string): Promise<Todo | undefined> {
    return (await this.database.todos.findOne(id).exec()) ?? undefined;
  }

  async rename(row: Todo, title: string): Promise<void> {
    await (row as RxDocument<Todo>).patch({ title });
  }

  async add(todo: Todo): Promise<void> {
    await this.database.todos.insert(todo);
  }

  async close(): Promise<void> {
    await this.database.close();
  }

  /** To a handler that answers at once. */
  async flush(count: number): Promise<void> {
    let pushed = 0;
    const replication = replicateRxCollection({
      collection: this.database.todos,
      replicationIdentifier: 'page',
      live: true,
      waitForLeadership: false,
      push: {
        batchSize: PUSH,
        handler: (documents) => {
          pushed += documents.length;
          return Promise.resolve([]);
        },
      },
    });
    await replication.awaitInSync();
    await replication.cancel();
    if (pushed !== count) throw new Error(`pushed ${pushed} of ${count}`);
  }
}

const side: Side = {
  async fill(count) {
    const database = await connect('relaxed');
    for (let from = 0; from < count; from += BATCH) {
      const { error } = await database.todos.bulkInsert(todos(from, Math.min(count, from + BATCH)));
      if (error.length > 0) throw new Error(`not filled: ${JSON.stringify(error[0])}`);
    }
    await database.labels.bulkInsert(labelNames().map((name, at) => ({ id: String(at), name })));
    await database.close();
  },

  async open({ durability }) {
    return new RxBoard(await connect(durability));
  },
};

begin(side);
