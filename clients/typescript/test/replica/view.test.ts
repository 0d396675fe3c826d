import { describe, expect, test } from 'vitest';
import type { RowChange } from '../../src/query/source.js';
import { View } from '../../src/replica/view.js';
import { MemoryStorage } from '../../src/storage/memory.js';
import type { Write } from '../../src/storage/storage.js';
import { FaultyStorage, noFaults } from '../storage/faulty.js';
import { delta, event, page, record, stamp, TestDevice, welcome } from './device.js';

async function following(): Promise<TestDevice> {
  const device = await TestDevice.start();
  device.replica.want({ sub: 'todos', collections: ['todos'] });
  await device.replica.welcome(welcome());
  return device;
}

/** A view of another tab, told of nothing by itself. */
async function otherTab(device: TestDevice): Promise<View> {
  const storage = new MemoryStorage(device.disk);
  await storage.open();
  const view = new View(storage);
  await view.open();
  return view;
}

function rowsOf(view: View): unknown[] {
  return [...view.collection('todos').rows()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function heardBy(view: View): RowChange[][] {
  const heard: RowChange[][] = [];
  view.collection('todos').onChange((changes) => heard.push([...changes]));
  return heard;
}

describe('a view', () => {
  test('tells all rows of one commit together, each once, and only those that changed', async () => {
    const device = await following();
    await device.replica.snapshot(
      'todos',
      page([record('a', { title: '1' }), record('b', { title: '1' })], { cursor: 'c' }),
    );
    await device.rows();
    const heard = heardBy(device.view);
    const events = [event(2, 'a', { title: '2' }), event(3, 'a', { title: '3' }), event(4, 'c', { title: '4' })];
    await device.replica.delta('todos', delta(1, 4, [...events, event(5, 'b', { title: '1' })]));
    expect(heard).toEqual([
      [
        { id: 'a', before: { id: 'a', title: '1' }, after: { id: 'a', title: '3' } },
        { id: 'c', after: { id: 'c', title: '4' } },
      ],
    ]);
  });

  test('tells a change of the app once: not again when it is saved, acked and seen', async () => {
    const device = await following();
    await device.rows();
    const heard = heardBy(device.view);
    const op = await device.put('a', { title: '1' });
    await device.replica.acked([{ opId: op.opId, status: 'applied', seq: 1 }]);
    await device.replica.delta(
      'todos',
      delta(0, 1, [event(1, 'a', { title: '1' }, { opId: op.opId, clocks: op.hlc })]),
    );
    expect(heard).toEqual([[{ id: 'a', after: { id: 'a', title: '1' } }]]);
  });

  test('keeps the row object as long as the row is the same', async () => {
    const device = await following();
    await device.put('a', { title: '1' });
    const before = await device.row('a');
    await device.put('b', { title: '1' });
    await device.replica.acked([]);
    expect(await device.row('a')).toBe(before);
  });

  test('tells changes that a listener makes after everybody has heard of the one before', async () => {
    const device = await following();
    await device.rows();
    const heard: string[] = [];
    const rows = device.view.collection('todos');
    rows.onChange(([change]) => {
      heard.push(`first ${change!.id}`);
      if (change!.id === 'a') {
        device.view.show(device.change(device.op('put', 'b', { title: '2' })));
        expect(rows.peek('b')).toBeDefined();
      }
    });
    rows.onChange(([change]) => heard.push(`second ${change!.id}`));
    device.view.show(device.change(device.op('put', 'a', { title: '1' })));
    expect(heard).toEqual(['first a', 'second a', 'first b', 'second b']);
  });

  test('tells of a row that was asked for in a collection that is not loaded', async () => {
    const device = await following();
    await device.replica.snapshot('todos', page([record('a', { title: '1' })], { cursor: 'c' }));
    expect(await device.row('a')).toEqual({ id: 'a', title: '1' });
    expect(await device.row('b')).toBeUndefined();
    const heard = heardBy(device.view);
    await device.replica.delta(
      'todos',
      delta(
        1,
        4,
        ['a', 'b', 'c'].map((id, at) => event(2 + at, id, { title: '2' })),
      ),
    );
    expect(heard.flat().map(({ id }) => id)).toEqual(['a', 'b']);
    expect(device.view.collection('todos').loaded).toBe(false);
    expect(await device.rows()).toHaveLength(3);
  });

  test('does not put an older page over what was committed while it was read', async () => {
    const device = await following();
    await device.replica.snapshot(
      'todos',
      page([record('a', { title: 'old' }), record('b', { title: 'old' })], { cursor: 'c' }),
    );
    const storage = new FaultyStorage(new MemoryStorage(device.disk), { ...noFaults, turns: () => 20 });
    await storage.open();
    const view = new View(storage);
    await view.open();
    const first = view.collection('todos').load();
    const deleted = { value: true, clock: stamp(5) };
    const from = device.commits.length;
    await device.replica.delta(
      'todos',
      delta(1, 3, [event(2, 'a', { title: 'new' }), event(3, 'b', {}, { kind: 'delete', deleted })]),
    );
    device.commits.slice(from).forEach((writes) => view.applied(writes));
    await first;
    expect(rowsOf(view)).toEqual([{ id: 'a', title: 'new' }]);
  });
});

describe('a view of another tab', () => {
  test('follows the commits that it is told of', async () => {
    const device = await following();
    const view = await otherTab(device);
    await view.collection('todos').load();
    const heard = heardBy(view);
    const from = device.commits.length;
    await device.put('a', { title: '1' });
    await device.replica.delta('todos', delta(0, 1, [event(1, 'b', { title: '2' })]));
    device.commits.slice(from).forEach((writes) => view.applied(structuredClone(writes) as Write[]));
    expect(rowsOf(view)).toEqual(await device.rows());
    expect(heard.flat().map(({ id }) => id)).toEqual(['a', 'b']);
    expect(view.unsent).toBe(1);
    device.commits.forEach((writes) => view.applied(writes));
    expect(heard).toHaveLength(2);
  });

  test('reads again when it has missed some, and tells what has changed meanwhile', async () => {
    const device = await following();
    await device.replica.snapshot(
      'todos',
      page([record('a', { title: '1' }), record('b', { title: '1' })], { cursor: 'c' }),
    );
    const view = await otherTab(device);
    await view.collection('todos').load();
    const own = device.change(device.op('put', 'own', { title: 'mine' }));
    view.show(own);
    const heard = heardBy(view);
    const deleted = { value: true, clock: stamp(5) };
    await device.replica.delta(
      'todos',
      delta(1, 3, [event(2, 'b', {}, { kind: 'delete', deleted }), event(3, 'c', { title: '3' })]),
    );
    await device.put('a', { title: '2' });
    view.applied(device.commits.at(-1)!);
    await view.reread();
    expect(rowsOf(view)).toEqual([...(await device.rows()), { id: 'own', title: 'mine' }]);
    expect(new Set(heard.flat().map(({ id }) => id))).toEqual(new Set(['a', 'b', 'c']));
    expect(view.commits).toBe(device.view.commits);
    view.withdraw(own);
    expect(rowsOf(view)).toEqual(await device.rows());
  });

  test('does not show a row as it was before commits that it has missed', async () => {
    const device = await following();
    await device.replica.snapshot('todos', page([record('a', { title: 'old' })], { cursor: 'c' }));
    let hold: Promise<void> | undefined;
    const storage = new MemoryStorage(device.disk);
    await storage.open();
    const held = {
      scan: storage.scan.bind(storage),
      async get(...args: Parameters<typeof storage.get>) {
        const values = await storage.get(...args);
        await (args[0] === 'records' ? hold : undefined);
        return values;
      },
    };
    const view = new View(held);
    await view.open();
    let release!: () => void;
    hold = new Promise((resolve) => (release = resolve));
    const reading = view.collection('todos').get('a');
    await device.replica.delta('todos', delta(1, 2, [event(2, 'a', { title: 'new' })]));
    await device.put('b', { title: 'b' });
    view.applied(device.commits.at(-1)!);
    await view.reread();
    hold = undefined;
    release();
    expect(await reading).toEqual({ id: 'a', title: 'new' });
  });

  test('shows a record that was being read when everything was read again', async () => {
    const device = await following();
    const records = [record('a', { title: 'old' }), record('b', { title: 'old' })];
    await device.replica.snapshot('todos', page(records, { cursor: 'c' }));
    const storage = new MemoryStorage(device.disk);
    await storage.open();
    let held: Promise<void> | undefined;
    const view = new View({
      scan: storage.scan.bind(storage),
      async get(...args: Parameters<typeof storage.get>) {
        const hold = held;
        const values = await storage.get(...args);
        await (args[0] === 'records' ? hold : undefined);
        return values;
      },
    });
    const holding = (): (() => void) => {
      let release!: () => void;
      held = new Promise((resolve) => (release = resolve));
      return release;
    };
    await view.open();
    const rows = view.collection('todos');
    await rows.get('b');
    const releaseOne = holding();
    const reading = rows.get('a');
    await device.replica.delta('todos', delta(1, 2, [event(2, 'a', { title: 'new' })]));
    await device.put('c', { title: 'c' });
    const releaseAll = holding();
    view.applied(device.commits.at(-1)!);
    await new Promise((resolve) => setTimeout(resolve, 5));
    held = undefined;
    releaseOne();
    await new Promise((resolve) => setTimeout(resolve, 5));
    releaseAll();
    expect(await reading).toEqual({ id: 'a', title: 'new' });
    await view.reread();
    expect(rows.peek('a')).toEqual({ id: 'a', title: 'new' });
    expect(rows.peek('b')).toEqual({ id: 'b', title: 'old' });
  });

  test('survives that it cannot read, and reads with the next commit', async () => {
    const device = await following();
    let broken = false;
    const storage = new FaultyStorage(new MemoryStorage(device.disk), {
      fate: () => (broken ? { fails: 'failed' } : 'done'),
    });
    await storage.open();
    const view = new View(storage);
    await view.open();
    await view.collection('todos').load();
    await device.put('a', { title: '1' });
    await device.put('b', { title: '1' });
    broken = true;
    view.applied(device.commits.at(-1)!);
    await expect(view.reread()).rejects.toThrow();
    expect(rowsOf(view)).toEqual([]);
    broken = false;
    await device.put('c', { title: '1' });
    view.applied(device.commits.at(-1)!);
    await view.reread();
    expect(rowsOf(view)).toHaveLength(3);
  });
});
