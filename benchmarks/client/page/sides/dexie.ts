import { Dexie, liveQuery, type EntityTable, type Observable } from 'dexie';
import { begin } from '../begin.js';
import { type Board, DATABASE, type Durability, labelNames, type Question, type Side } from '../side.js';
import { type Todo, todos } from '../todo.js';

const BATCH = 5_000;

interface Label {
  readonly id: string;
  readonly name: string;
}

type Tables = Dexie & { todos: EntityTable<Todo, 'id'>; labels: EntityTable<Label, 'id'> };

function connect(durability: Durability): Tables {
  const database = new Dexie(DATABASE, { chromeTransactionDurability: durability, cache: 'immutable' }) as Tables;
  database.version(1).stores({ todos: 'id, due, [listId+status+due]', labels: 'id' });
  return database;
}

class DexieBoard implements Board {
  constructor(private readonly database: Tables) {}

  watch(question: Question, heard: (rows: readonly Todo[]) => void): () => void {
    return listen(
      liveQuery(() => this.find(question)),
      heard,
    );
  }

  watchLabels(heard: (names: readonly string[]) => void): () => void {
    return listen(
      liveQuery(() => this.database.labels.toArray()),
      (labels) => labels.length > 0 && heard(labels.map(({ name }) => name)),
    );
  }

  get(id: string): Promise<Todo | undefined> {
    return this.database.todos.get(id);
  }

  async rename(row: Todo, title: string): Promise<void> {
    await this.database.todos.put({ ...row, title });
  }

  async add(todo: Todo): Promise<void> {
    await this.database.todos.put(todo);
  }

  async close(): Promise<void> {
    this.database.close();
  }

  private find({ listId, limit }: Question): Promise<Todo[]> {
    const { todos } = this.database;
    const found =
      listId === undefined
        ? todos.orderBy('due')
        : todos.where('[listId+status+due]').between([listId, 'open', Dexie.minKey], [listId, 'open', Dexie.maxKey]);
    const latest = found.reverse();
    return (limit === undefined ? latest : latest.limit(limit)).toArray();
  }
}

function listen<T>(observable: Observable<T>, heard: (value: T) => void): () => void {
  const subscription = observable.subscribe(heard, (error: unknown) => console.error(error));
  return () => subscription.unsubscribe();
}

const side: Side = {
  async fill(count) {
    const database = connect('relaxed');
    for (let from = 0; from < count; from += BATCH) {
      await database.todos.bulkAdd(todos(from, Math.min(count, from + BATCH)));
    }
    await database.labels.bulkAdd(labelNames().map((name, at) => ({ id: String(at), name })));
    database.close();
  },

  async open({ durability }) {
    const database = connect(durability);
    await database.open();
    return new DexieBoard(database);
  },
};

begin(side);
