import { formatStamp } from '../../../../clients/typescript/src/clock/hlc.js';
import { Queries } from '../../../../clients/typescript/src/query/queries.js';
import { Subscriptions as Interests } from '../../../../clients/typescript/src/query/subscriptions.js';
import type { Op } from '../../../../clients/typescript/src/record/op.js';
import { DeviceClock } from '../../../../clients/typescript/src/replica/device-clock.js';
import { recordKey } from '../../../../clients/typescript/src/replica/entries.js';
import { Replica } from '../../../../clients/typescript/src/replica/replica.js';
import { View } from '../../../../clients/typescript/src/replica/view.js';
import { IndexedDbStorage } from '../../../../clients/typescript/src/storage/indexeddb.js';
import type { Write } from '../../../../clients/typescript/src/storage/storage.js';
import { Engine } from '../../../../clients/typescript/src/sync/engine.js';
import type { Timers } from '../../../../clients/typescript/src/sync/ports.js';
import { newId } from '../../../../clients/typescript/src/value/id.js';
import { begin } from '../begin.js';
import { PageServer } from '../page-server.js';
import { type Board, DATABASE, type Durability, labelNames, type Question, type Side } from '../side.js';
import { type Todo, todos } from '../todo.js';

const BATCH = 5_000;
const SETS = new Set(['tags']);
const STAMP = formatStamp({ millis: 1_750_000_000_000, counter: 0, node: 'f'.repeat(16) });
const timers: Timers = {
  now: Date.now,
  after(millis, work) {
    const timer = setTimeout(work, millis);
    return () => clearTimeout(timer);
  },
};

class XeoBoard implements Board {
  constructor(
    private readonly storage: IndexedDbStorage,
    private readonly clock: DeviceClock,
    private readonly replica: Replica,
    private readonly view: View,
    private readonly queries: Queries,
  ) {}

  readonly flush = {
    'page-server': (count: number): Promise<number> => this.push(count),
  };

  watch({ listId, limit }: Question, heard: (rows: readonly Todo[]) => void): () => void {
    const where = listId === undefined ? undefined : { listId, status: 'open' as const };
    return this.queries
      .query<Todo>('todos', { where, sort: '-due', limit })
      .subscribe(({ rows }) => heard(rows), console.error);
  }

  watchLabels(heard: (names: readonly string[]) => void): () => void {
    return this.queries
      .query<{ name: string; id: string }>('labels')
      .subscribe(({ rows }) => rows.length > 0 && heard(rows.map(({ name }) => name)));
  }

  async get(id: string): Promise<Todo | undefined> {
    return (await this.view.collection('todos').get(id)) as Todo | undefined;
  }

  rename({ id }: Todo, title: string): Promise<void> {
    return this.write(id, { title });
  }

  add({ id, tags, ...fields }: Todo): Promise<void> {
    return this.write(id, { ...fields, tags: { add: [...tags], remove: [] } });
  }

  async close(): Promise<void> {
    this.queries.close();
    await this.replica.close();
    await this.storage.close();
  }

  private write(id: string, fields: NonNullable<Op['fields']>): Promise<void> {
    const at = Date.now();
    const op: Op = {
      opId: newId(at, Math.random),
      collection: 'todos',
      id,
      kind: 'put',
      hlc: this.clock.now(),
      fields,
    };
    const change = { ops: [op], at, offset: this.clock.offset };
    this.view.show(change);
    return this.replica.record(change);
  }

  private async push(count: number): Promise<number> {
    const server = new PageServer();
    const began = performance.now();
    const engine = new Engine({
      target: this.replica,
      transport: server,
      timers,
      network: { online: true, onChange: () => () => undefined },
      random: Math.random,
      token: async () => 'token',
      device: () => ({ id: 'page', name: 'page', platform: 'chromium', node: this.clock.node }),
    });
    engine.start();
    await new Promise<void>((over) => {
      const stop = this.view.onUnsent((unsent) => {
        if (unsent === 0) {
          stop();
          over();
        }
      });
    });
    const took = performance.now() - began;
    await engine.stop();
    if (server.acked !== count) throw new Error(`pushed ${server.acked} of ${count}`);
    return took;
  }
}

const side: Side = {
  async fill(count) {
    const storage = new IndexedDbStorage(DATABASE, { durability: 'relaxed' });
    await storage.open();
    for (let from = 0; from < count; from += BATCH) {
      await storage.commit(
        todos(from, Math.min(count, from + BATCH)).map(({ id, ...fields }) => confirmed('todos', id, fields)),
      );
    }
    await storage.commit(labelNames().map((name, at) => confirmed('labels', String(at), { name })));
    await storage.close();
  },

  async open(durability: Durability) {
    const storage = new IndexedDbStorage(DATABASE, { durability });
    await storage.open();
    const clock = await DeviceClock.read(storage, { now: Date.now, random: Math.random });
    const sets = (collection: string) => (collection === 'todos' ? SETS : undefined);
    const view = new View(storage, sets);
    const replica = await Replica.open({
      storage,
      now: Date.now,
      clock,
      sets,
      committed: (writes) => view.applied(writes),
    });
    await view.open();
    const interests = new Interests((wanted) => replica.want(wanted));
    const queries = new Queries({
      source: (collection) => view.collection(collection),
      timers,
      interested: interests.interested,
    });
    return new XeoBoard(storage, clock, replica, view, queries);
  },
};

/** A record as a snapshot of the server leaves it. */
function confirmed(collection: string, id: string, fields: object): Write {
  const tags = (fields as Partial<Todo>).tags;
  const clocks =
    tags === undefined
      ? STAMP
      : {
          ...Object.fromEntries(Object.keys(fields).map((name) => [name, STAMP])),
          tags: Object.fromEntries(tags.map((tag) => [tag, STAMP])),
        };
  return { table: 'records', key: recordKey(collection, id), value: { s: { fields, clocks } as never, g: 1 } as never };
}

begin(side);
