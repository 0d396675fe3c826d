import { describe, expect, test } from 'vitest';
import { DeviceClock } from '../../src/replica/device-clock.js';
import { Replica } from '../../src/replica/replica.js';
import { View } from '../../src/replica/view.js';
import { MemoryDisk, MemoryStorage } from '../../src/storage/memory.js';
import { type Entry, StorageError, type Table } from '../../src/storage/storage.js';
import type { Json } from '../../src/value/json.js';
import {
  applied,
  delta,
  event,
  NOW,
  page,
  record,
  refusal,
  stamp,
  STORE,
  TestDevice,
  welcome,
} from '../replica/device.js';
import { seeded } from '../seeded.js';

const WHOLE = { sub: 'lists', collections: ['lists'] };
const OPEN = { sub: 'open', collections: ['todos'], where: { status: 'open' } };
const TABLES: readonly Table[] = ['meta', 'records', 'ops', 'refused', 'places', 'members', 'journal'];

/** A device with entries of every kind. */
async function device(): Promise<TestDevice> {
  const one = await TestDevice.start();
  [WHOLE, OPEN].forEach((wanted) => one.replica.want(wanted));
  await one.replica.welcome(welcome());
  const restored = { deleted: { value: false, clock: stamp(1) } };
  const records = [record('a', { status: 'open' }), record('b', { status: 'open' }, 1, restored)];
  await one.replica.snapshot(OPEN.sub, page(records, { cursor: 'c' }));
  await one.replica.snapshot(WHOLE.sub, page([{ ...record('l', { name: 'x' }), collection: 'lists' }], { next: 'n' }));
  const ops = [
    await one.put('a', { title: '1', tags: { add: ['x'], remove: [] } }),
    await one.put('b', { title: '2' }),
  ];
  await one.replica.acked([applied(ops[0]!)]);
  await one.put('a', { title: '3' });
  await one.replica.acked([refusal(ops[1]!)]);
  return one;
}

/** All that reads entries, as a device does after it was started again. */
async function everything(disk: MemoryDisk): Promise<void> {
  const storage = new MemoryStorage(disk);
  await storage.open();
  const now = () => NOW + 1_000;
  const clock = await DeviceClock.read(storage, { now, random: seeded(1) });
  const view = new View(storage);
  await view.open();
  const replica = await Replica.open({ storage, now, clock });
  [WHOLE, OPEN].forEach((wanted) => replica.want(wanted));
  await replica.prepareWalk();
  await replica.welcome(welcome('epoch-1', 9));
  for (const collection of ['todos', 'lists']) {
    await replica.digest(collection, 0);
    await replica.leaf(collection, 7, 0);
  }
  const pushed = replica.nextPush(welcome().limits, new Set())?.ops ?? [];
  await replica.acked(pushed.map((op) => applied(op, { changed: { title: 'other' }, clocks: stamp(5) })));
  const deleted = { value: true, clock: stamp(3) };
  await replica.delta(
    OPEN.sub,
    delta(1, 4, [event(2, 'a', { rank: 1 }), event(3, 'b', {}, { kind: 'delete', deleted })], OPEN.sub),
  );
  await replica.live(OPEN.sub, 'd', 5);
  await replica.snapshot(WHOLE.sub, page([], { cursor: 'c' }));
  await replica.reset(OPEN.sub, { type: 'reset', sub: OPEN.sub, storeId: STORE, epoch: 'epoch-2', reason: 'restored' });
  await replica.snapshot(OPEN.sub, page([record('b', { status: 'open' })], { cursor: 'e' }));
  await replica.shift(120_000);
  await replica.renewNode();
  await replica.close();
}

async function damaged(table: Table, key: string, value: Json): Promise<unknown> {
  const one = await device();
  await one.storage.commit([{ table, key, value }]);
  await one.replica.close();
  await one.storage.close();
  return everything(one.disk).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('an entry that no replica has written', () => {
  test('is none where there is no damage', async () => {
    const one = await device();
    for (const table of TABLES) expect(Object.keys(await one.table(table)), table).not.toEqual([]);
    expect(await damaged('journal', '0000000000000000', { at: 1, what: 'made' })).toBeUndefined();
  });

  test.each<[Table, string, Json]>([
    ['meta', 'clock', 'noon'],
    ['meta', 'clock', null],
    ['meta', 'offset', 'a little'],
    ['meta', 'commits', '12'],
    ['records', 'todos/a', null],
    ['records', 'todos/a', { s: { fields: {} } }],
    ['records', 'todos/a', { s: { fields: {}, clocks: { title: null } } }],
    ['records', 'lists/l', { s: { fields: {}, clocks: {}, deleted: null } }],
    ['ops', '0000000000000001', {}],
    ['ops', '0000000000000001', { op: { opId: '1' }, at: 1, state: 'unsent' }],
    ['ops', 'first', { op: null, at: 1, state: 'done' }],
    ['refused', '0000000000000002', 'no'],
    ['places', 'open', { g: 1 }],
    ['places', 'lists', []],
    ['members', 'open/todos/a', 'yes'],
    ['members', 'open/todos/b', { g: 1 }],
    ['journal', 'last', {}],
  ])('in %s/%s (%j) is found, and said to be corrupt', async (table, key, value) => {
    const error = await damaged(table, key, value);
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({ fault: 'corrupt' });
  });

  test('of whatever kind is said to be corrupt, or does no harm', async () => {
    const random = seeded(21);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    let found = 0;
    for (let round = 0; round < 400; round++) {
      const one = await device();
      const table = pick(TABLES);
      const { key, value } = pick<Entry>(await one.storage.scan(table));
      const bad = damage(value, random, pick);
      const error = await damaged(table, key, bad);
      if (error !== undefined) {
        found++;
        expect(error, `${table}/${key} ${JSON.stringify(bad)}: ${(error as Error).stack}`).toBeInstanceOf(StorageError);
      }
    }
    expect(found).toBeGreaterThan(150);
  });
});

/** Another value in some place of it, or nothing there. */
function damage(value: Json, random: () => number, pick: <T>(from: readonly T[]) => T): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || random() < 0.2) {
    return pick<Json>([null, [], {}, 'x', -1, true]);
  }
  const members = value as Readonly<Record<string, Json>>;
  const names = Object.keys(members);
  if (names.length === 0) return null;
  const name = pick(names);
  const { [name]: inner, ...rest } = members;
  return random() < 0.2 ? rest : { ...rest, [name]: damage(inner!, random, pick) };
}
