import { describe, expect, test } from 'vitest';
import type { Op } from '../../src/record/op.js';
import { StorageError } from '../../src/storage/storage.js';
import { MemoryStorage } from '../../src/storage/memory.js';
import { RequestRefused } from '../../src/sync/ports.js';
import { FaultyStorage, nth } from '../storage/faulty.js';
import { applied, delta, event, page, record, stamp, STORE, TestDevice, welcome } from './device.js';

const WHOLE = { sub: 'todos', collections: ['todos'] };
const OPEN = { sub: 'todos:open', collections: ['todos'], where: { status: 'open' } };

async function following(...wanted: (typeof WHOLE)[]): Promise<TestDevice> {
  const device = await TestDevice.start();
  for (const each of wanted.length > 0 ? wanted : [WHOLE]) {
    device.replica.want(each);
  }
  await device.replica.welcome(welcome());
  await device.rows();
  return device;
}

describe('a delta', () => {
  test('is shown, and moves the place in the same commit', async () => {
    const device = await following();
    const commits = device.commits.length;
    await device.replica.delta('todos', delta(0, 2, [event(1, 'a', { title: 'Milk' }), event(2, 'a', { due: null })]));
    expect(device.commits.length).toBe(commits + 1);
    expect(await device.rows()).toEqual([{ id: 'a', title: 'Milk', due: null }]);
    expect(device.replica.place('todos')).toEqual({ cursor: 'cursor-2' });
    expect((await device.restart()).replica.place('todos')).toEqual({ cursor: 'cursor-2' });
  });

  test('that cannot be saved has not happened', async () => {
    const device = await TestDevice.start({
      storage: (disk) => new FaultyStorage(new MemoryStorage(disk), nth(1, { fails: 'full' }, 'commit')),
    });
    device.replica.want(WHOLE);
    await device.replica.welcome(welcome());
    const message = delta(0, 1, [event(1, 'a', { title: 'Milk' })]);
    await expect(device.replica.delta('todos', message)).rejects.toThrow(StorageError);
    expect(await device.rows()).toEqual([]);
    expect(device.replica.place('todos')).toEqual({});
    await device.replica.delta('todos', message);
    expect(await device.rows()).toEqual([{ id: 'a', title: 'Milk' }]);
  });

  test('with our own op says that its event was seen, also when the ack was lost', async () => {
    const device = await following();
    const op = await device.put('a', { title: 'Milk' });
    const own = event(3, 'a', { title: 'Milk' }, { clocks: op.hlc, opId: op.opId });
    await device.replica.delta('todos', delta(0, 3, [own]));
    expect(device.replica.unsent).toBe(0);
    expect(Object.values(await device.table('ops'))).toMatchObject([{ state: 'done', seq: 3 }]);
    expect(await device.rows()).toEqual([{ id: 'a', title: 'Milk' }]);
  });

  test('beyond the place of an acked op says the same', async () => {
    const device = await following();
    const op = await device.put('a', { title: 'Milk' });
    await device.replica.acked([applied(op, { seq: 3 })]);
    await device.replica.delta('todos', delta(0, 2, [event(2, 'b', { title: 'x' })]));
    expect(Object.values(await device.table('ops'))).toMatchObject([{ state: 'acked' }]);
    await device.replica.delta('todos', delta(2, 3, []));
    expect(Object.values(await device.table('ops'))).toMatchObject([{ state: 'done' }]);
  });

  test('before the ack of an op makes it done as soon as it is acked', async () => {
    const device = await following();
    const op = await device.put('a', { title: 'Milk' });
    await device.replica.delta('todos', delta(0, 5, []));
    await device.replica.acked([applied(op, { seq: 5 })]);
    expect(Object.values(await device.table('ops'))).toMatchObject([{ state: 'done' }]);
  });

  test('does not hide what was written here later', async () => {
    const device = await following();
    device.now += 60_000;
    await device.put('a', { title: 'Mine' });
    await device.replica.delta('todos', delta(0, 1, [event(1, 'a', { title: 'Theirs', notes: 'n' })]));
    expect(await device.rows()).toEqual([{ id: 'a', title: 'Mine', notes: 'n' }]);
  });

  test('takes the clock along', async () => {
    const device = await following();
    const ahead = stamp(30_000);
    await device.replica.delta('todos', delta(0, 1, [event(1, 'a', { title: 'x' }, { clocks: ahead })]));
    expect((await device.put('a', { title: 'y' })).hlc > ahead).toBe(true);
    expect(await device.row('a')).toEqual({ id: 'a', title: 'y' });
  });

  test('of a deletion keeps the tombstone', async () => {
    const device = await following();
    await device.replica.delta('todos', delta(0, 1, [event(1, 'a', { title: 'x' })]));
    const deleted = { value: true, clock: stamp(2) };
    await device.replica.delta('todos', delta(1, 2, [event(2, 'a', {}, { kind: 'delete', clocks: {}, deleted })]));
    expect(await device.rows()).toEqual([]);
    expect(await device.table('records')).toMatchObject({ 'todos/a': { s: { deleted } } });
  });

  test('of another store is refused', async () => {
    const device = await following();
    const foreign = { ...delta(0, 1, [event(1, 'a', { title: 'x' })]), storeId: 'another' };
    await expect(device.replica.delta('todos', foreign)).rejects.toThrow(RequestRefused);
    expect(await device.table('records')).toEqual({});
  });
});

describe('a snapshot', () => {
  test('goes on where it was broken off', async () => {
    const device = await following();
    await device.replica.snapshot('todos', page([record('a', { title: '1' })], { next: 'page-2' }));
    const again = await device.restart();
    again.replica.want(WHOLE);
    expect(again.replica.place('todos')).toEqual({ next: 'page-2' });
    await again.replica.snapshot('todos', page([record('b', { title: '2' })], { cursor: 'c' }));
    expect(again.replica.place('todos')).toEqual({ cursor: 'c' });
    expect((await again.rows()).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('from the start drops what it has not named, and keeps ops', async () => {
    const device = await following();
    await device.replica.snapshot(
      'todos',
      page([record('a', { title: '1' }), record('b', { title: '2' })], { cursor: 'c' }),
    );
    await device.replica.delta('todos', delta(1, 3, [event(2, 'c', { title: '3' }), event(3, 'd', { title: '4' })]));
    device.now += 10;
    await device.put('c', { title: 'mine' });
    await device.replica.reset('todos', {
      type: 'reset',
      sub: 'todos',
      storeId: STORE,
      epoch: 'epoch-1',
      reason: 'history-lost',
    });
    expect(device.replica.place('todos')).toEqual({});
    expect((await device.rows()).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    await device.replica.snapshot('todos', page([record('a', { title: '1' })], { next: 'n' }, { asOf: 9 }));
    expect((await device.rows()).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    await device.replica.snapshot('todos', page([record('d', { title: '4' }, 4)], { cursor: 'c2' }, { asOf: 9 }));
    expect(await device.rows()).toEqual([
      { id: 'a', title: '1' },
      { id: 'c', title: 'mine' },
      { id: 'd', title: '4' },
    ]);
    expect(Object.keys(await device.table('records'))).toEqual(['todos/a', 'todos/d']);
  });

  test('of what changed drops nothing', async () => {
    const device = await following();
    await device.replica.snapshot('todos', page([record('a', { title: '1' })], { cursor: 'c' }));
    await device.replica.snapshot(
      'todos',
      page([record('b', { title: '2' })], { cursor: 'd' }, { full: false, asOf: 4 }),
    );
    expect((await device.rows()).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('after the server was put back counts for more than later clocks here', async () => {
    const device = await following();
    await device.replica.snapshot('todos', page([record('a', { title: 'new', notes: 'n' }, 500)], { cursor: 'c' }));
    await device.replica.reset('todos', {
      type: 'reset',
      sub: 'todos',
      storeId: STORE,
      epoch: 'epoch-2',
      reason: 'restored',
    });
    await device.replica.snapshot('todos', page([record('a', { title: 'old' }, 100)], { next: 'n' }));
    await device.replica.snapshot('todos', page([record('a', { title: 'between' }, 300)], { cursor: 'c' }));
    expect(await device.rows()).toEqual([{ id: 'a', title: 'between' }]);
    await device.replica.snapshot('todos', page([record('a', { title: 'older' }, 200)], { cursor: 'c' }));
    expect(await device.rows()).toEqual([{ id: 'a', title: 'between' }]);
  });

  test('after the server was put back does not count for more than what another subscription has told since', async () => {
    const MINE = { sub: 'todos:mine', collections: ['todos'], where: { owner: 'me' } };
    const device = await following(OPEN, MINE);
    const now = { status: 'open', owner: 'me', rank: 9 };
    for (const { sub } of [OPEN, MINE])
      await device.replica.snapshot(sub, page([record('a', now, 500)], { cursor: 'c' }));
    for (const { sub } of [OPEN, MINE]) {
      await device.replica.reset(sub, { type: 'reset', sub, storeId: STORE, epoch: 'epoch-2', reason: 'restored' });
    }
    await device.replica.snapshot(OPEN.sub, page([record('a', { ...now, rank: 1 }, 100)], { cursor: 'd' }));
    await device.replica.delta(
      OPEN.sub,
      delta(1, 2, [event(2, 'a', { owner: 'you' }, { clocks: stamp(200) })], OPEN.sub),
    );
    await device.replica.snapshot(MINE.sub, page([record('a', { ...now, rank: 1 }, 100)], { cursor: 'd' }));
    await device.replica.delta(MINE.sub, delta(1, 2, [event(2, 'a', undefined, { kind: 'leave' })], MINE.sub));
    expect(await device.rows()).toEqual([{ id: 'a', status: 'open', owner: 'you', rank: 1 }]);
  });

  test('leaves other collections alone', async () => {
    const device = await following(WHOLE, { sub: 'notes', collections: ['notes'] });
    const note = { ...record('n', { text: 'x' }), collection: 'notes' };
    await device.replica.snapshot('notes', page([note], { cursor: 'c' }));
    await device.replica.snapshot('todos', page([], { cursor: 'c' }));
    expect(await device.rows('notes')).toEqual([{ id: 'n', text: 'x' }]);
  });
});

const held = (sub: string, id: string) => `${sub}/todos/${id}`;

describe('a subscription with where', () => {
  test('holds what it was told, and drops what leaves', async () => {
    const device = await following(OPEN);
    const pages = page([record('a', { status: 'open' }), record('b', { status: 'open' })], { cursor: 'c' });
    await device.replica.snapshot(OPEN.sub, pages);
    const enter = event(2, 'c', undefined, { kind: 'enter', fields: { status: 'open', title: 'x' } });
    const leave = event(3, 'a', undefined, { kind: 'leave' });
    await device.replica.delta(OPEN.sub, delta(1, 3, [enter, leave], OPEN.sub));
    expect(await device.rows()).toMatchObject([{ id: 'b' }, { id: 'c', title: 'x' }]);
    expect(Object.keys(await device.table('members'))).toEqual([held(OPEN.sub, 'b'), held(OPEN.sub, 'c')]);
    expect(Object.keys(await device.table('records'))).toEqual(['todos/b', 'todos/c']);
  });

  test('leaves a record to another one that holds it', async () => {
    const MINE = { sub: 'todos:mine', collections: ['todos'], where: { owner: 'me' } };
    const device = await following(OPEN, MINE);
    await device.replica.snapshot(OPEN.sub, page([record('a', { status: 'open', owner: 'me' })], { cursor: 'c' }));
    await device.replica.snapshot(MINE.sub, page([record('a', { status: 'open', owner: 'me' })], { cursor: 'c' }));
    const leave = event(2, 'a', undefined, { kind: 'leave' });
    await device.replica.delta(OPEN.sub, delta(1, 2, [leave], OPEN.sub));
    expect(await device.rows()).toHaveLength(1);
    await device.replica.delta(MINE.sub, delta(1, 3, [{ ...leave, seq: 3 }], MINE.sub));
    expect(await device.rows()).toEqual([]);
    expect(await device.table('records')).toEqual({});
  });

  test('leaves all records to one of the whole collection', async () => {
    const device = await following(OPEN, WHOLE);
    await device.replica.snapshot('todos', page([record('a', { status: 'open' })], { cursor: 'c' }));
    await device.replica.snapshot(OPEN.sub, page([record('a', { status: 'open' })], { cursor: 'c' }));
    const leave = event(2, 'a', undefined, { kind: 'leave' });
    await device.replica.delta(OPEN.sub, delta(1, 2, [leave], OPEN.sub));
    expect(await device.rows()).toHaveLength(1);
  });

  test('keeps a record that is deleted hidden while an op of ours is on its way', async () => {
    const device = await following(OPEN);
    await device.replica.snapshot(OPEN.sub, page([record('a', { status: 'open' })], { cursor: 'c' }));
    const op = await device.put('a', { title: 'late' });
    const deleted = { value: true, clock: stamp(2) };
    const gone = event(2, 'a', {}, { kind: 'delete', clocks: {}, deleted });
    await device.replica.delta(OPEN.sub, delta(1, 2, [gone], OPEN.sub));
    expect(await device.rows()).toEqual([]);
    expect(Object.keys(await device.table('records'))).toEqual(['todos/a']);
    await device.replica.acked([{ opId: op.opId, status: 'superseded', deleted }]);
    expect(await device.table('records')).toEqual({});
    expect(await device.rows()).toEqual([]);
  });

  test('shows what was made here and does not match until its event was passed', async () => {
    const device = await following(OPEN);
    await device.replica.live(OPEN.sub, 'c0');
    const op = await device.put('a', { status: 'done' });
    await device.replica.acked([applied(op, { seq: 4 })]);
    expect(await device.rows()).toHaveLength(1);
    await device.replica.delta(OPEN.sub, delta(0, 4, [], OPEN.sub));
    expect(await device.rows()).toEqual([]);
    expect(await device.table('records')).toEqual({});
  });

  test('shows what was made here and does not match until its op is told to leave, and not longer', async () => {
    const device = await following(OPEN);
    await device.replica.live(OPEN.sub, 'c0');
    const [first, second] = [await device.put('a', { status: 'done' }), await device.put('a', { title: 'x' })];
    await device.replica.acked([applied(first), applied(second)]);
    await device.replica.live(OPEN.sub, 'c1', 9);
    const leave = (seq: number, { opId }: Op) => event(seq, 'a', undefined, { kind: 'leave', opId, deviceId: 'me' });
    await device.replica.delta(OPEN.sub, delta(0, 10, [leave(10, first)], OPEN.sub));
    expect(await device.rows()).toEqual([{ id: 'a', status: 'done', title: 'x' }]);
    await device.replica.delta(OPEN.sub, delta(10, 11, [leave(11, second)], OPEN.sub));
    expect(await device.rows()).toEqual([]);
    expect(await device.table('records')).toEqual({});
    expect(Object.values(await device.table('ops'))).toMatchObject([{ state: 'done' }, { state: 'done' }]);
  });

  test('drops what its op was told to leave before the ack came, and the ack does not bring it back', async () => {
    const device = await following(OPEN);
    const op = await device.put('a', { status: 'done' });
    const leave = event(1, 'a', undefined, { kind: 'leave', opId: op.opId, deviceId: 'me' });
    await device.replica.delta(OPEN.sub, delta(0, 1, [leave], OPEN.sub));
    await device.replica.acked([applied(op)]);
    expect(await device.rows()).toEqual([]);
    expect(await device.table('records')).toEqual({});
    expect(device.replica.unsent).toBe(0);
  });

  test('has a record whole, or not at all, that others changed while an op of ours was on its way', async () => {
    const device = await following(OPEN);
    const op = await device.put('a', { status: 'done' });
    await device.replica.acked([applied(op)]);
    const over = event(1, 'a', undefined, { kind: 'leave', opId: op.opId, deviceId: 'me' });
    const whole = { status: 'open', title: 'theirs', rank: 1 };
    const enter = event(2, 'a', undefined, { kind: 'enter', fields: whole, deviceId: 'other', opId: 'theirs' });
    await device.replica.delta(OPEN.sub, delta(0, 2, [over, { ...enter, clocks: stamp(60_000) }], OPEN.sub));
    expect(await device.rows()).toEqual([{ id: 'a', ...whole }]);
    expect(Object.keys(await device.table('members'))).toEqual([held(OPEN.sub, 'a')]);
  });

  test('tells of a deletion that has lost, and keeps the record', async () => {
    const device = await following(OPEN);
    const restored = { deleted: { value: false, clock: stamp(9) } };
    await device.replica.snapshot(OPEN.sub, page([record('a', { status: 'open' }, 0, restored)], { cursor: 'c' }));
    const late = { kind: 'delete', clocks: {}, deleted: { value: true, clock: stamp(5) } } as const;
    await device.replica.delta(OPEN.sub, delta(1, 2, [event(2, 'a', {}, late)], OPEN.sub));
    expect(await device.rows()).toEqual([{ id: 'a', status: 'open' }]);
    expect(Object.keys(await device.table('members'))).toEqual([held(OPEN.sub, 'a')]);
  });

  test('gives a record up that is deleted as far as it has come, though another one has told that it is there again', async () => {
    const MINE = { sub: 'todos:mine', collections: ['todos'], where: { owner: 'me' } };
    const device = await following(OPEN, MINE);
    for (const { sub } of [OPEN, MINE]) {
      await device.replica.snapshot(sub, page([record('a', { status: 'open', owner: 'me' })], { cursor: 'c' }));
    }
    const deleted = event(2, 'a', {}, { kind: 'delete', clocks: {}, deleted: { value: true, clock: stamp(2) } });
    const restored = { kind: 'restore', deleted: { value: false, clock: stamp(3) } } as const;
    const again = event(3, 'a', { status: 'done' }, restored);
    await device.replica.delta(MINE.sub, delta(1, 3, [deleted, again], MINE.sub));
    await device.replica.delta(OPEN.sub, delta(1, 2, [deleted], OPEN.sub));
    expect(Object.keys(await device.table('members'))).toEqual([held(MINE.sub, 'a')]);
    expect(await device.rows()).toMatchObject([{ id: 'a', status: 'done' }]);
  });

  test('drops what was made here once a snapshot must have overtaken the event of its op', async () => {
    const device = await following(OPEN);
    const op = await device.put('a', { status: 'done' });
    await device.replica.acked([applied(op)]);
    await device.replica.snapshot(OPEN.sub, page([], { cursor: 'c' }, { asOf: 8 }));
    device.now += 300_000;
    await device.replica.live(OPEN.sub, 'c', 8);
    expect(await device.rows()).toHaveLength(1);
    device.now += 1;
    await device.replica.live(OPEN.sub, 'c', 8);
    expect(await device.rows()).toEqual([]);
    expect(await device.table('records')).toEqual({});
  });

  test('drops what was made here and never matched when its op leaves the log', async () => {
    const device = await following(OPEN);
    await device.replica.live(OPEN.sub, 'c0');
    const op = await device.put('a', { status: 'done' });
    await device.replica.acked([applied(op)]);
    device.now += 7 * 86_400_000;
    expect(await device.rows()).toHaveLength(1);
    await device.replica.welcome(welcome());
    expect(await device.rows()).toEqual([]);
    expect(await device.table('records')).toEqual({});
  });

  test('reads everything again after a reset and gives up what was not named', async () => {
    const device = await following(OPEN);
    await device.replica.snapshot(OPEN.sub, page([record('a', { status: 'open' }), record('b', {})], { cursor: 'c' }));
    await device.replica.reset(OPEN.sub, {
      type: 'reset',
      sub: OPEN.sub,
      storeId: STORE,
      epoch: 'epoch-1',
      reason: 'history-lost',
    });
    await device.replica.snapshot(OPEN.sub, page([record('b', {})], { cursor: 'd' }));
    expect(Object.keys(await device.table('records'))).toEqual(['todos/b']);
    expect(Object.keys(await device.table('members'))).toEqual([held(OPEN.sub, 'b')]);
  });
});

describe('a subscription that nobody wants', () => {
  test('is remembered for 30 days, then forgotten with what it alone held', async () => {
    const MINE = { sub: 'todos:mine', collections: ['todos'], where: { owner: 'me' } };
    const device = await following(OPEN);
    const settle = device.replica.want(MINE);
    await device.replica.snapshot(OPEN.sub, page([record('a', {}), record('b', {})], { cursor: 'c' }));
    await device.replica.snapshot(MINE.sub, page([record('b', {}), record('c', {})], { cursor: 'd' }));
    settle();
    device.now += 30 * 86_400_000;
    await device.replica.welcome(welcome());
    expect(device.replica.place(MINE.sub)).toEqual({ cursor: 'd' });
    device.now += 86_400_000;
    await device.replica.welcome(welcome());
    expect(device.replica.place(MINE.sub)).toEqual({});
    expect(device.replica.place(OPEN.sub)).toEqual({ cursor: 'c' });
    expect((await device.rows()).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(Object.keys(await device.table('members'))).toEqual([held(OPEN.sub, 'a'), held(OPEN.sub, 'b')]);
  });
});

describe('a connection', () => {
  test('is to the store that is kept here, or refused', async () => {
    const device = await following();
    await expect(device.replica.welcome(welcome('epoch-1', 0, 'another'))).rejects.toThrow(RequestRefused);
    const again = await device.restart();
    await expect(again.replica.welcome(welcome('epoch-1', 0, 'another'))).rejects.toThrow(RequestRefused);
    expect(await again.replica.welcome(welcome())).toEqual({ doubt: false });
    const named = await TestDevice.start({ storeId: 'another' });
    await expect(named.replica.welcome(welcome())).rejects.toThrow(RequestRefused);
    const renamed = await TestDevice.start({ disk: device.disk, storeId: 'another' });
    await expect(renamed.replica.welcome(welcome('epoch-1', 0, 'another'))).rejects.toThrow(RequestRefused);
  });

  test('that tells no stores makes it one of what comes first', async () => {
    const device = await TestDevice.start();
    device.replica.want(WHOLE);
    expect(await device.replica.welcome({ ...welcome(), stores: [] })).toEqual({ doubt: false });
    await device.replica.delta('todos', delta(0, 1, [event(1, 'a', { title: 'x' })]));
    expect(device.replica.storeId).toBe(STORE);
    await expect(device.replica.welcome(welcome('epoch-1', 0, 'another'))).rejects.toThrow(RequestRefused);
  });

  test('in another epoch pushes what was acked lately once more, before the others, as it was', async () => {
    const device = await following();
    const old = await device.put('old', { title: '0' });
    await device.replica.acked([applied(old)]);
    device.now += 6 * 86_400_000;
    const seen = await device.put('seen', { title: '1' });
    const acked = await device.put('acked', { title: '2' });
    await device.replica.acked([applied(seen, { seq: 1 }), applied(acked, { seq: 9 })]);
    await device.replica.delta('todos', delta(0, 1, []));
    const unsent = await device.put('unsent', { title: '3' });
    device.now += 2 * 86_400_000;
    expect(await device.replica.welcome(welcome('epoch-2'))).toEqual({ doubt: true });
    expect(device.nextOps()).toEqual([seen.opId, acked.opId, unsent.opId]);
    expect(device.replica.unsent).toBe(3);
    expect(await device.replica.welcome(welcome('epoch-2'))).toEqual({ doubt: false });
    await device.replica.shift(-60_000);
    const pushed = device.replica.nextPush({ ...welcome().limits, opsPerPush: 2 }, new Set())!.ops;
    expect(pushed).toEqual([seen, acked]);
    await device.replica.acked([{ opId: seen.opId, status: 'duplicate', outcome: 'applied' }, applied(acked)]);
    expect(device.nextOps()).toEqual([unsent.opId]);
  });

  test('that tells of the epoch by a reset does so, too', async () => {
    const device = await following();
    const op = await device.put('a', { title: '0' });
    await device.replica.acked([applied(op)]);
    await device.replica.reset('todos', {
      type: 'reset',
      sub: 'todos',
      storeId: STORE,
      epoch: 'epoch-2',
      reason: 'restored',
    });
    expect(device.nextOps()).toEqual([op.opId]);
  });

  test('takes ops off the log that were acked more than 7 days ago, and no others', async () => {
    const device = await following();
    const old = await device.put('old', { title: '0' });
    await device.put('unsent', { title: '0' });
    await device.replica.acked([applied(old)]);
    device.now += 7 * 86_400_000 + 1;
    await device.replica.welcome(welcome());
    expect(Object.values(await device.table('ops'))).toMatchObject([{ state: 'unsent' }]);
    expect(await device.rows()).toHaveLength(2);
  });

  test('live up to a place knows the events of ops from before it', async () => {
    const device = await following();
    const op = await device.put('a', { title: 'x' });
    await device.replica.acked([applied(op, { seq: 7 })]);
    await device.replica.live('todos', 'c6', 6);
    expect(Object.values(await device.table('ops'))).toMatchObject([{ state: 'acked' }]);
    await device.replica.live('todos', 'c7', 7);
    expect(Object.values(await device.table('ops'))).toMatchObject([{ state: 'done' }]);
  });

  test('live at a place knows the events of ops from before it', async () => {
    const device = await following();
    const op = await device.put('a', { title: 'x' });
    await device.replica.acked([applied(op, { seq: 4 })]);
    await device.replica.welcome(welcome('epoch-1', 4));
    await device.replica.live('todos', 'c4');
    expect(Object.values(await device.table('ops'))).toMatchObject([{ state: 'done' }]);
    const commits = device.commits.length;
    await device.replica.live('todos', 'c4');
    expect(device.commits.length).toBe(commits);
  });
});

describe('the digest', () => {
  test('is that of confirmed records, without old tombstones', async () => {
    const device = await following();
    const other = await following();
    const deleted = { value: true, clock: stamp(5) };
    await device.replica.snapshot(
      'todos',
      page([record('a', { title: '1' }), record('d', {}, 0, { deleted })], { cursor: 'c' }),
    );
    await other.replica.snapshot('todos', page([record('a', { title: '1' })], { cursor: 'c' }));
    await device.put('b', { title: '2' });
    const all = await device.replica.digest('todos', 0);
    expect(all.root.count).toBe(2);
    const purgedBefore = other.now + 6;
    expect(await device.replica.digest('todos', purgedBefore)).toEqual(
      await other.replica.digest('todos', purgedBefore),
    );
    await other.replica.delta('todos', delta(1, 2, [event(2, 'a', { title: '3' })]));
    expect((await other.replica.digest('todos', 0)).root.sum).not.toBe(
      (await device.replica.digest('todos', 0)).root.sum,
    );
    const leaves = await Promise.all(all.leaves.map((_, leaf) => device.replica.leaf('todos', leaf, 0)));
    expect(leaves.map(({ size }) => size)).toEqual(all.leaves.map(({ count }) => count));
  });

  test('agrees with a new reading after every kind of change', async () => {
    const device = await following();
    await device.replica.snapshot(
      'todos',
      page([record('a', { title: '1' }), record('b', { title: '1' })], { cursor: 'c' }),
    );
    await device.replica.digest('todos', 0);
    const op = await device.put('c', { title: '2' });
    await device.replica.acked([applied(op)]);
    await device.replica.delta('todos', delta(1, 2, [event(2, 'a', { title: '3' })]));
    const before = await device.replica.digest('todos', 0);
    const again = await device.restart();
    expect(await again.replica.digest('todos', 0)).toEqual(before);
  });

  test('is mended by what the server has: later clocks here give way, and what it lacks is dropped', async () => {
    const device = await following();
    await device.replica.snapshot(
      'todos',
      page([record('a', { title: 'x' }, 500), record('b', {}), record('c', {})], { cursor: 'c' }),
    );
    await device.put('c', { title: 'mine' });
    const answer = { type: 'digest', ref: '1', storeId: STORE, collection: 'todos', asOf: 5, purgedBefore: 0 } as const;
    await device.replica.mended(answer, [record('a', { title: 'y' }, 100), record('d', { title: 'z' })], ['b', 'c']);
    expect(Object.keys(await device.table('records'))).toEqual(['todos/a', 'todos/c', 'todos/d']);
    expect(await device.rows()).toMatchObject([{ id: 'a', title: 'y' }, { id: 'c', title: 'mine' }, { id: 'd' }]);
    await device.replica.delta('todos', delta(1, 9, [event(9, 'a', { title: 'new' }, { clocks: stamp(900) })]));
    await device.replica.mended(answer, [record('a', { title: 'y' }, 100)], []);
    expect(await device.row('a')).toMatchObject({ title: 'new' });
  });
});

describe('a device whose time is off', () => {
  test('moves its clock and its unsent ops, and keeps that', async () => {
    let device = await following();
    const acked = await device.put('a', { title: '1' });
    await device.replica.acked([applied(acked)]);
    const op = await device.put('b', { title: '2' });
    await device.replica.shift(-120_000);
    expect(device.replica.offset).toBe(-120_000);
    const [moved] = device.replica.nextPush(welcome().limits, new Set())!.ops;
    expect(parseInt(op.hlc.slice(0, 12), 16) - parseInt(moved!.hlc.slice(0, 12), 16)).toBe(120_000);
    expect(moved!.hlc.slice(12)).toBe(op.hlc.slice(12));
    device = await device.restart();
    expect(device.replica.offset).toBe(-120_000);
    const next = await device.put('b', { title: '3' });
    expect(next.hlc > moved!.hlc && next.hlc < op.hlc).toBe(true);
    expect(await device.row('b')).toEqual({ id: 'b', title: '3' });
  });

  test('moves what was stamped before and is saved after, too', async () => {
    const device = await following();
    const change = device.change(device.op('put', 'a', { title: '1' }));
    await device.replica.shift(60_000);
    await device.save(change);
    const [moved] = device.replica.nextPush(welcome().limits, new Set())!.ops;
    expect(parseInt(moved!.hlc.slice(0, 12), 16) - parseInt(change.ops[0]!.hlc.slice(0, 12), 16)).toBe(60_000);
  });

  test('goes on under a new node when its clocks were used before', async () => {
    const device = await following();
    const ops = [await device.put('a', { title: '1' }), await device.put('a', { title: '2' })];
    const before = device.replica.node;
    await device.replica.renewNode();
    expect(device.replica.node).not.toBe(before);
    const renewed = device.replica.nextPush(welcome().limits, new Set())!.ops;
    expect(renewed.map(({ opId }) => opId)).toEqual(ops.map(({ opId }) => opId));
    expect(renewed.every(({ hlc }) => hlc.endsWith(device.replica.node))).toBe(true);
    expect(renewed[1]!.hlc > renewed[0]!.hlc).toBe(true);
    expect((await device.put('a', { title: '3' })).hlc > renewed[1]!.hlc).toBe(true);
    expect((await device.restart()).replica.node).toBe(device.replica.node);
  });
});

test('the journal keeps the latest 500 lines', async () => {
  const device = await following();
  for (let n = 0; n < 520; n++) {
    await device.replica.delta('todos', delta(n, n + 1, [event(n + 1, 'a', { title: String(n) })]));
  }
  const lines = Object.values(await device.table('journal'));
  expect(lines).toHaveLength(500);
  expect(lines.every((line) => (line as { what: string }).what === 'received')).toBe(true);
  const again = await device.restart();
  again.replica.want(WHOLE);
  await again.replica.delta('todos', delta(520, 521, [event(521, 'a', { title: 'x' })]));
  expect(Object.values(await again.table('journal'))).toHaveLength(500);
});
