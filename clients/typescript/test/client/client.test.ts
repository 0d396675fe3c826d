import { describe, expect, test } from 'vitest';
import { openClient } from '../../src/client/open.js';
import { text } from '../../src/schema/field.js';
import { defineSchema } from '../../src/schema/schema.js';
import { MemoryDisk, MemoryStorage } from '../../src/storage/memory.js';
import { StorageError } from '../../src/storage/storage.js';
import { InvalidValue } from '../../src/value/check.js';
import { POISON } from '../server/owner.js';
import { settled } from '../server/virtual-time.js';
import { FaultyStorage, noFaults } from '../storage/faulty.js';
import { World } from './people.js';

describe('a client', () => {
  test('shows what it writes at once, and other devices show it when they have synced', async () => {
    const world = new World();
    const phone = await world.open('phone');
    const laptop = await world.open('laptop');
    const saved = phone.client.todos.add({ title: 'Milk', tags: ['shop'] });
    const id = await saved;
    expect(phone.client.todos.peek(id)).toEqual({ id, title: 'Milk', tags: ['shop'] });
    await world.sync(phone.client, laptop.client);
    expect(await laptop.client.todos.get(id)).toEqual({ id, title: 'Milk', tags: ['shop'] });
    await laptop.client.todos.put(id, { tags: { add: ['home'], remove: ['shop'] } });
    await phone.client.todos.put(id, { title: 'Oat milk', tags: ['shop', 'x'] });
    await world.sync(phone.client, laptop.client);
    const merged = { id, title: 'Oat milk', tags: ['home', 'x'] };
    expect(await phone.client.todos.get(id)).toEqual(merged);
    expect(await laptop.client.todos.get(id)).toEqual(merged);
  });

  test('works without a network, over restarts, and syncs later', async () => {
    const world = new World();
    const disk = new MemoryDisk();
    let { client, network } = await world.open('phone', { disk });
    network.setOnline(false);
    await world.time.pass(1_000);
    const id = await client.lists.add({ title: 'Shopping' });
    expect(client.status.current).toMatchObject({ state: 'offline', unsent: 1, refused: 0 });
    await client.close();
    ({ client, network } = await world.open('phone', { disk }));
    expect(await client.lists.get(id)).toEqual({ id, title: 'Shopping' });
    const laptop = await world.open('laptop');
    await world.sync(client, laptop.client);
    expect(await laptop.client.lists.get(id)).toEqual({ id, title: 'Shopping' });
  });

  test('deletes and restores', async () => {
    const world = new World();
    const { client } = await world.open('phone');
    const id = await client.todos.add({ title: 'Milk', tags: ['a'] });
    await client.todos.remove(id);
    expect(await client.todos.get(id)).toBeUndefined();
    await client.todos.put(id, { title: 'still gone' });
    expect(await client.todos.get(id)).toBeUndefined();
    await client.todos.restore(id);
    expect(await client.todos.get(id)).toEqual({ id, title: 'still gone', tags: ['a'] });
  });

  test('answers queries and watches records, live', async () => {
    const world = new World();
    const { client } = await world.open('phone');
    const heard: unknown[] = [];
    client.todos
      .query({ where: { status: { $ne: 'done' } }, sort: '-priority', limit: 2 })
      .subscribe(({ rows, count }) => heard.push([rows.map(({ title }) => title), count]));
    const watched: unknown[] = [];
    client.todos.watch('a').subscribe((row) => watched.push(row && row.title));
    await settled();
    await client.todos.put('a', { title: 'A', priority: 1 });
    await client.todos.put('b', { title: 'B', priority: 2 });
    await client.todos.put('a', { status: 'done' });
    expect(heard).toEqual([
      [[], 0],
      [['A'], 1],
      [['B', 'A'], 2],
      [['B'], 1],
    ]);
    expect(watched).toEqual([null, 'A', 'A']);
  });

  test('refuses what the schema does not allow before anything is done', async () => {
    const world = new World();
    const { client } = await world.open('phone');
    await expect(client.todos.put('a', { colour: 'red' } as object)).rejects.toThrow(InvalidValue);
    await expect(client.lists.put('a', { title: null as unknown as string })).rejects.toThrow('/title');
    const half = client.transact((writes) => {
      writes.todos.put('a', { title: 'x' });
      writes.todos.put('b', { title: 1 as unknown as string });
    });
    await expect(half).rejects.toThrow(InvalidValue);
    expect(await client.todos.get('a')).toBeUndefined();
    expect(client.status.current?.unsent).toBe(0);
  });

  test('refuses collections that are called as something else of it', async () => {
    const options = {
      storage: new MemoryStorage(),
      device: { id: 'a', name: 'a', platform: 'a' },
      url: '',
      token: async () => '',
    };
    for (const name of ['transact', 'status', 'journal', 'then', 'constructor', 'collection']) {
      const taken = openClient({ ...options, schema: defineSchema({ [name]: { title: text() } }) });
      await expect(taken).rejects.toThrow(TypeError);
    }
  });

  test('makes changes of several steps at once', async () => {
    const world = new World();
    const phone = await world.open('phone');
    await phone.client.todos.query().current;
    const heard: number[] = [];
    phone.client.todos.query().subscribe(({ count }) => heard.push(count));
    await settled();
    await phone.client.transact(
      ({ todos, lists }) => {
        const list = lists.add({ title: 'L' });
        const todo = todos.add({ title: list, tags: ['a'] });
        todos.put(todo, { tags: { add: ['b'] }, status: 'open' });
        todos.add({ title: 'second' });
      },
      { atomic: true },
    );
    expect(heard).toEqual([0, 2]);
    const laptop = await world.open('laptop');
    await world.sync(phone.client, laptop.client);
    laptop.client.todos.query().subscribe(() => undefined);
    await settled();
    const first = laptop.client.todos.query({ where: { status: 'open' } }).current?.rows[0];
    expect(first?.tags).toEqual(['a', 'b']);
  });

  test('makes changes of a record that is not in memory in the order in which they were asked for', async () => {
    const world = new World();
    const disk = new MemoryDisk();
    const first = await world.open('phone', { disk });
    await first.client.todos.put('a', { title: '0', tags: ['x'] });
    await world.sync(first.client);
    await first.client.close();
    const { client } = await world.open('phone', { disk });
    const puts = [
      client.todos.put('a', { tags: ['y'] }),
      client.todos.put('a', { title: '1' }),
      client.todos.put('a', { title: '2', tags: { add: ['z'] } }),
    ];
    expect(client.todos.peek('a')).toBeUndefined();
    await Promise.all(puts);
    expect(client.todos.peek('a')).toEqual({ id: 'a', title: '2', tags: ['y', 'z'] });
  });

  test('reads the records of changes together that are asked for at once', async () => {
    const world = new World();
    const storage = new MemoryStorage();
    const read: (readonly string[])[] = [];
    const { client } = await world.open('phone', {
      storage: Object.assign(storage, {
        get: (...[table, keys]: Parameters<MemoryStorage['get']>) => {
          if (table === 'records') {
            read.push(keys);
          }
          return MemoryStorage.prototype.get.call(storage, table, keys);
        },
      }),
    });
    const ids = Array.from({ length: 100 }, (_, at) => `r${at}`);
    await Promise.all(ids.map((id) => client.todos.put(id, { title: id })));
    expect(read).toEqual([ids.map((id) => `todos/${id}`)]);
    expect(ids.map((id) => client.todos.peek(id)?.title)).toEqual(ids);
  });

  test('makes a change after one that waits for its record, though it has come to memory meanwhile', async () => {
    const world = new World();
    const disk = new MemoryDisk();
    const first = await world.open('phone', { disk });
    await first.client.todos.put('a', { title: '0' });
    await world.sync(first.client);
    await first.client.close();
    const { client } = await world.open('phone', { disk });
    const waiting = client.todos.put('a', { title: '1' });
    const later = client.todos.get('a').then(() => client.todos.put('a', { title: '2' }));
    await Promise.all([waiting, later]);
    expect(client.todos.peek('a')).toMatchObject({ title: '2' });
  });

  test('says when a change cannot be saved, and shows it no longer', async () => {
    const world = new World();
    const storage = new FaultyStorage(new MemoryStorage(), noFaults);
    const { client } = await world.open('phone', { storage });
    await client.todos.put('a', { title: 'before' });
    storage.fates = { fate: ({ name }) => (name === 'commit' ? { fails: 'full' } : 'done') };
    const failing = client.todos.put('a', { title: 'after' });
    expect(client.todos.peek('a')).toEqual({ id: 'a', title: 'after' });
    await expect(failing).rejects.toThrow(StorageError);
    expect(client.todos.peek('a')).toEqual({ id: 'a', title: 'before' });
    storage.fates = noFaults;
    expect(await client.undo()).toBe(true);
    expect(client.todos.peek('a')).toBeUndefined();
  });

  test('is closed when nobody is signed in, keeps what is written, and goes on when it is resumed', async () => {
    const world = new World();
    let token: string | undefined;
    const { client } = await world.open('phone', { token: async () => token });
    await world.time.pass(1_000);
    expect(client.status.current).toMatchObject({ state: 'closed', problem: { code: 'unauthenticated' } });
    await client.todos.put('a', { title: 'x' });
    token = 'token-1';
    client.resume();
    await world.sync(client);
    expect([...world.server.owner.records.keys()]).toEqual(['todos/a']);
  });

  test('says that its storage is lost', async () => {
    const world = new World();
    const disk = new MemoryDisk();
    const { client } = await world.open('phone', { disk });
    await client.todos.put('a', { title: 'x' });
    disk.wipe();
    await settled();
    expect(client.status.current).toMatchObject({ state: 'closed', problem: { code: 'storage-lost' } });
    await expect(client.todos.put('a', { title: 'y' })).rejects.toThrow(StorageError);
    await client.close();
  });

  test('takes everything off the device when it is destroyed', async () => {
    const world = new World();
    const disk = new MemoryDisk();
    const { client } = await world.open('phone', { disk });
    await client.todos.put('a', { title: 'x' });
    await client.destroy();
    const storage = new MemoryStorage(disk);
    await storage.open();
    expect(await storage.scan('ops')).toEqual([]);
    expect(await storage.scan('meta')).toEqual([]);
  });

  test('asks the server only for what live queries ask for, if told to', async () => {
    const world = new World();
    const phone = await world.open('phone');
    await phone.client.todos.put('a', { title: 'a', status: 'open' });
    await phone.client.todos.put('b', { title: 'b', status: 'done' });
    await world.sync(phone.client);
    const tablet = await world.open('tablet', { sync: 'queries' });
    await world.sync(tablet.client);
    expect(await tablet.client.todos.get('a')).toBeUndefined();
    const open = tablet.client.todos.query({ where: { status: 'open' } });
    open.subscribe(() => undefined);
    await world.time.until(() => open.current?.count === 1);
    expect(await tablet.client.todos.get('b')).toBeUndefined();
    await phone.client.todos.put('a', { status: 'done' });
    await world.time.until(() => open.current?.count === 0);
  });
});

describe('undo', () => {
  test('takes back the last changes of this app, one after the other, and redo makes them again', async () => {
    const world = new World();
    const { client } = await world.open('phone');
    await client.todos.put('a', { title: '1', tags: ['x', 'y'] });
    await client.todos.put('a', { title: '2', tags: ['y', 'z'], priority: 3 });
    await client.todos.remove('a');
    expect(await client.undo()).toBe(true);
    expect(client.todos.peek('a')).toEqual({ id: 'a', title: '2', tags: ['y', 'z'], priority: 3 });
    expect(await client.undo()).toBe(true);
    expect(client.todos.peek('a')).toEqual({ id: 'a', title: '1', tags: ['x', 'y'], priority: null });
    expect(await client.undo()).toBe(true);
    expect(client.todos.peek('a')).toBeUndefined();
    expect(await client.undo()).toBe(false);
    expect([await client.redo(), await client.redo(), await client.redo(), await client.redo()]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(client.todos.peek('a')).toBeUndefined();
    expect(await client.undo()).toBe(true);
    expect(client.todos.peek('a')).toEqual({ id: 'a', title: '2', tags: ['y', 'z'], priority: 3 });
  });

  test('leaves alone what others have written since', async () => {
    const world = new World();
    const phone = await world.open('phone');
    const laptop = await world.open('laptop');
    await phone.client.todos.put('a', { title: '1', priority: 1 });
    await world.sync(phone.client, laptop.client);
    await phone.client.todos.put('a', { title: '2', priority: 2 });
    await world.sync(phone.client, laptop.client);
    await laptop.client.todos.put('a', { title: '3' });
    await world.sync(phone.client, laptop.client);
    expect(await phone.client.undo()).toBe(true);
    expect(await phone.client.todos.get('a')).toEqual({ id: 'a', title: '3', priority: 1 });
  });

  test('leaves the first value of a field that cannot be cleared', async () => {
    const world = new World();
    const { client } = await world.open('phone');
    await client.todos.put('a', { title: '1' });
    await client.todos.put('a', { title: '2', status: 'done' });
    expect(await client.undo()).toBe(true);
    expect(client.todos.peek('a')).toEqual({ id: 'a', title: '1', status: 'done' });
  });

  test('does not restore what others have restored, nor delete what others have deleted', async () => {
    const world = new World();
    const phone = await world.open('phone');
    const laptop = await world.open('laptop');
    await laptop.client.todos.put('a', { title: 'a' });
    await world.sync(phone.client, laptop.client);
    await phone.client.todos.remove('a');
    await world.sync(phone.client, laptop.client);
    await laptop.client.todos.restore('a');
    await world.sync(phone.client, laptop.client);
    expect(await phone.client.undo()).toBe(false);
    await phone.client.todos.put('b', { title: 'b' });
    await world.sync(phone.client, laptop.client);
    await laptop.client.todos.remove('b');
    await world.sync(phone.client, laptop.client);
    const { unsent } = phone.client.status.current!;
    expect(await phone.client.undo()).toBe(false);
    expect(phone.client.status.current!.unsent).toBe(unsent);
  });

  test('makes nothing again after another change', async () => {
    const world = new World();
    const { client } = await world.open('phone');
    await client.todos.put('a', { title: '1' });
    await client.undo();
    await client.todos.put('b', { title: '1' });
    expect(await client.redo()).toBe(false);
  });

  test('takes a change of several steps back as one', async () => {
    const world = new World();
    const { client } = await world.open('phone');
    await client.todos.put('a', { title: '0' });
    await client.transact(({ todos }) => {
      todos.put('a', { title: '1' });
      todos.put('a', { title: '2' });
      todos.put('b', { title: 'b' });
    });
    await client.undo();
    expect(client.todos.peek('a')).toEqual({ id: 'a', title: '0' });
    expect(client.todos.peek('b')).toBeUndefined();
  });
});

describe('a change that the server refuses', () => {
  test('is on the list, and not shown; it can be edited', async () => {
    const world = new World();
    const { client } = await world.open('phone');
    await client.todos.put('a', { title: 'fine' });
    await client.todos.put('a', { title: POISON });
    await client.todos.put('a', { priority: 1 });
    await world.sync(client);
    expect(await client.todos.get('a')).toEqual({ id: 'a', title: 'fine', priority: 1 });
    const [refused] = client.refused.list.current!;
    expect(refused).toMatchObject({
      op: { id: 'a', fields: { title: POISON } },
      problem: { code: 'validation-failed' },
    });
    expect(client.status.current).toMatchObject({ refused: 1, unsent: 0 });
    await expect(client.refused.edit(refused!.op.opId, { title: 5 })).rejects.toThrow(InvalidValue);
    await client.refused.edit(refused!.op.opId, { title: 'better' });
    expect(client.status.current).toMatchObject({ refused: 0, unsent: 1 });
    await world.sync(client);
    expect(await client.todos.get('a')).toEqual({ id: 'a', title: 'better', priority: 1 });
  });

  test('can be retried or dropped; an atomic one as a whole', async () => {
    const world = new World();
    const { client } = await world.open('phone');
    const both = () =>
      client.transact(
        ({ todos }) => {
          todos.put('a', { title: 'a' });
          todos.put('b', { title: POISON });
        },
        { atomic: true },
      );
    await both();
    await world.sync(client);
    expect(await client.todos.get('a')).toBeUndefined();
    expect(client.refused.list.current).toHaveLength(2);
    await client.refused.retry(client.refused.list.current![0]!.op.opId);
    expect(client.refused.list.current).toHaveLength(0);
    expect(client.todos.peek('a')).toBeDefined();
    await world.sync(client);
    expect(client.refused.list.current).toHaveLength(2);
    await client.refused.edit(client.refused.list.current![1]!.op.opId, { title: 'b' });
    await world.sync(client);
    expect(client.todos.peek('a')).toMatchObject({ title: 'a' });
    expect(client.todos.peek('b')).toMatchObject({ title: 'b' });
    await both();
    await world.sync(client);
    await client.refused.drop(client.refused.list.current![0]!.op.opId);
    expect(client.refused.list.current).toHaveLength(0);
    await client.refused.drop('unknown');
  });
});

test('the journal tells what happened', async () => {
  const world = new World();
  const phone = await world.open('phone');
  const laptop = await world.open('laptop');
  await phone.client.todos.put('a', { title: 'a' });
  await phone.client.todos.put('a', { title: POISON });
  await world.sync(phone.client, laptop.client);
  expect(laptop.client.journal.current).toBeUndefined();
  await settled();
  expect(laptop.client.journal.current?.map(({ what }) => what)).toContain('received');
  await laptop.client.todos.put('b', { title: 'b' });
  expect(laptop.client.journal.current?.at(-1)).toMatchObject({ what: 'made', collection: 'todos', id: 'b' });
  void phone.client.journal.current;
  await settled();
  const lines = phone.client.journal.current!.map(({ what }) => what);
  expect(lines).toEqual(expect.arrayContaining(['made', 'synced', 'refused']));
});
