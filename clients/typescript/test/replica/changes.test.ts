import { describe, expect, test } from 'vitest';
import { MemoryStorage } from '../../src/storage/memory.js';
import { StorageError } from '../../src/storage/storage.js';
import { DEFAULT_LIMITS } from '../../src/wire/messages.js';
import { FaultyStorage, nth } from '../storage/faulty.js';
import { applied, refusal, TestDevice } from './device.js';

describe('a change of the app', () => {
  test('is shown at once and saved before it is said to be', async () => {
    const device = await TestDevice.start();
    await device.rows();
    const change = device.change(device.op('put', 'a', { title: 'Milk', tags: { add: ['shop'], remove: [] } }));
    device.view.show(change);
    expect(device.view.collection('todos').peek('a')).toEqual({ id: 'a', title: 'Milk', tags: ['shop'] });
    expect(await device.table('ops')).toEqual({});
    await device.replica.record(change);
    expect(Object.values(await device.table('ops'))).toMatchObject([{ op: change.ops[0], state: 'unsent' }]);
    expect(device.view.unsent).toBe(1);
    expect(await (await device.restart()).rows()).toEqual([{ id: 'a', title: 'Milk', tags: ['shop'] }]);
  });

  test('is taken off again when it cannot be saved', async () => {
    const device = await TestDevice.start({
      storage: (disk) => new FaultyStorage(new MemoryStorage(disk), nth(1, { fails: 'full' }, 'commit')),
    });
    await device.put('a', { title: 'Milk' });
    await expect(device.put('a', { title: 'Bread' })).rejects.toThrow(StorageError);
    expect(await device.row('a')).toEqual({ id: 'a', title: 'Milk' });
    expect(device.replica.unsent).toBe(1);
    expect(device.view.unsent).toBe(1);
    await device.put('a', { title: 'Butter' });
    expect(await device.row('a')).toEqual({ id: 'a', title: 'Butter' });
  });

  test('counts once, however often it is saved', async () => {
    const device = await TestDevice.start();
    const change = device.change(device.op('put', 'a', { title: 'Milk' }));
    await Promise.all([device.replica.record(change), device.replica.record(change)]);
    await device.replica.record(change);
    expect(device.replica.unsent).toBe(1);
    await device.replica.acked([refusal(change.ops[0]!)]);
    await device.replica.record(change);
    expect(device.replica.unsent).toBe(0);
  });

  test('shares a commit with those that came while another one was under way', async () => {
    const device = await TestDevice.start();
    const before = device.commits.length;
    await Promise.all(Array.from({ length: 50 }, (_, n) => device.put(`record-${n}`, { title: 'x' })));
    expect(device.commits.length - before).toBeLessThanOrEqual(2);
    expect(device.replica.unsent).toBe(50);
  });

  test('keeps its order over a restart', async () => {
    let device = await TestDevice.start();
    const first = await device.put('a', { title: '1' });
    device = await device.restart();
    const second = await device.put('a', { title: '2' });
    expect(second.hlc > first.hlc).toBe(true);
    expect(device.nextOps()).toEqual([first.opId, second.opId]);
    expect(await device.row('a')).toEqual({ id: 'a', title: '2' });
  });

  test('never takes a stamp again after the clock of the device went back', async () => {
    let device = await TestDevice.start();
    const before = await device.put('a', { title: '1' });
    device = await device.restart();
    device.now -= 3_600_000;
    expect((await device.put('a', { title: '2' })).hlc > before.hlc).toBe(true);
  });
});

describe('what is pushed next', () => {
  test('is within the limits, the oldest first', async () => {
    const device = await TestDevice.start();
    const ops = [];
    for (let n = 0; n < 5; n++) {
      ops.push((await device.put(`record-${n}`, { title: 'x'.repeat(100) })).opId);
    }
    const few = device.replica.nextPush({ ...DEFAULT_LIMITS, opsPerPush: 2 }, new Set());
    expect(few?.ops.map(({ opId }) => opId)).toEqual(ops.slice(0, 2));
    const small = device.replica.nextPush({ ...DEFAULT_LIMITS, frameBytes: 1_000 }, new Set(ops.slice(0, 1)));
    expect(small?.ops.map(({ opId }) => opId)).toEqual(ops.slice(1, 3));
    expect(JSON.stringify(small?.ops).length).toBeLessThanOrEqual(500);
    expect(device.nextOps(ops)).toEqual([]);
  });

  test('leaves out what comes after an op of the same record that is under way', async () => {
    const device = await TestDevice.start();
    const first = await device.put('a', { title: '1' });
    await device.put('a', { title: '2' });
    const other = await device.put('b', { title: '3' });
    expect(device.nextOps([first.opId])).toEqual([other.opId]);
  });

  test('is an atomic change as a whole and alone', async () => {
    const device = await TestDevice.start();
    const before = await device.put('x', { title: '0' });
    const ops = [device.op('put', 'a', { title: '1' }), device.op('put', 'b', { title: '2' })];
    await device.save({ ...device.change(...ops), group: 'g' });
    const after = await device.put('y', { title: '3' });
    expect(device.nextOps()).toEqual([before.opId]);
    const group = device.replica.nextPush(DEFAULT_LIMITS, new Set([before.opId]));
    expect(group).toEqual({ atomic: true, ops });
    expect(device.nextOps([before.opId, ...ops.map(({ opId }) => opId)])).toEqual([after.opId]);
    expect(device.nextOps([before.opId, ops[0]!.opId])).toEqual([after.opId]);
  });

  test('never waits for what is too large for any push: that is refused here', async () => {
    const device = await TestDevice.start();
    const large = await device.put('a', { title: 'x'.repeat(600_000) });
    const other = await device.put('b', { title: 'y' });
    let told = 0;
    device.replica.onUnsent(() => told++);
    expect(device.nextOps()).toEqual([]);
    await device.replica.acked([]);
    expect(told).toBeGreaterThan(0);
    expect(device.nextOps()).toEqual([other.opId]);
    expect(Object.values(await device.table('refused'))).toMatchObject([{ op: large, problem: { code: 'too-large' } }]);
    expect(await device.row('a')).toBeUndefined();
  });
});

describe('an answer to an op', () => {
  test('makes it confirmed as it was sent, when it says no more', async () => {
    const device = await TestDevice.start();
    const op = await device.put('a', { title: 'Milk', tags: { add: ['shop'], remove: [] } });
    await device.replica.acked([applied(op, { seq: 7 })]);
    expect(device.replica.unsent).toBe(0);
    expect(device.view.unsent).toBe(0);
    expect(await device.table('records')).toEqual({
      'todos/a': {
        s: { fields: { title: 'Milk', tags: ['shop'] }, clocks: { title: op.hlc, tags: { shop: op.hlc } } },
      },
    });
    expect(Object.values(await device.table('ops'))).toMatchObject([{ state: 'acked', seq: 7, ackedAt: device.now }]);
  });

  test('shows what others wrote later', async () => {
    const device = await TestDevice.start();
    const op = await device.put('a', { title: 'Milk' });
    const later = op.hlc.replace(/^.{12}/, 'fffffffffff0');
    await device.replica.acked([applied(op, { changed: { title: 'Bread' }, clocks: later })]);
    expect(await device.row('a')).toEqual({ id: 'a', title: 'Bread' });
    expect(Object.values(await device.table('journal'))).toMatchObject([{ what: 'made' }, { what: 'merged', id: 'a' }]);
  });

  test('of a record that is deleted hides it, and the op is done', async () => {
    const device = await TestDevice.start();
    const op = await device.put('a', { title: 'Milk' });
    const deleted = { value: true, clock: op.hlc };
    await device.replica.acked([{ opId: op.opId, status: 'superseded', deleted }]);
    expect(await device.row('a')).toBeUndefined();
    expect(Object.values(await device.table('ops'))).toMatchObject([{ state: 'done' }]);
    expect(await device.table('records')).toMatchObject({ 'todos/a': { s: { fields: { title: 'Milk' }, deleted } } });
  });

  test('to a delete and a restore moves the deletion', async () => {
    const device = await TestDevice.start();
    const put = await device.put('a', { title: 'Milk' });
    const gone = device.op('delete', 'a');
    await device.save(device.change(gone));
    expect(await device.row('a')).toBeUndefined();
    await device.replica.acked([applied(put), applied(gone)]);
    expect(await device.row('a')).toBeUndefined();
    const back = device.op('restore', 'a');
    await device.save(device.change(back));
    expect(await device.row('a')).toEqual({ id: 'a', title: 'Milk' });
    await device.replica.acked([applied(back)]);
    expect(await device.row('a')).toEqual({ id: 'a', title: 'Milk' });
  });

  test('that says retry changes nothing', async () => {
    const device = await TestDevice.start();
    const op = await device.put('a', { title: 'Milk' });
    const commits = device.commits.length;
    await device.replica.acked([{ opId: op.opId, status: 'retry', retryAfterMs: 1_000 }]);
    expect(device.commits.length).toBe(commits);
    expect(device.nextOps()).toEqual([op.opId]);
  });

  test('that refuses it leaves no trace of it, but on the list of the refused', async () => {
    const device = await TestDevice.start();
    const first = await device.put('a', { title: 'Milk' });
    await device.replica.acked([applied(first)]);
    const second = await device.put('a', { title: 'Bread' });
    const third = await device.put('b', { title: 'Salt' });
    await device.replica.acked([refusal(second), applied(third)]);
    expect(await device.rows()).toEqual([
      { id: 'a', title: 'Milk' },
      { id: 'b', title: 'Salt' },
    ]);
    const refused = Object.values(await device.table('refused'));
    expect(refused).toMatchObject([{ op: second, problem: { code: 'unknown-field' } }]);
    expect(device.replica.unsent).toBe(0);
  });

  test('that refuses one of an atomic change takes all of it back', async () => {
    const device = await TestDevice.start();
    const ops = [device.op('put', 'a', { title: '1' }), device.op('put', 'b', { title: '2' })];
    await device.save({ ...device.change(...ops), group: 'g' });
    await device.replica.acked([refusal(ops[0]!), { opId: ops[1]!.opId, status: 'retry' }]);
    expect(await device.rows()).toEqual([]);
    expect(device.nextOps()).toEqual([]);
    expect(Object.values(await device.table('refused'))).toMatchObject([
      { op: ops[0], group: 'g', problem: { code: 'unknown-field' } },
      { op: ops[1], group: 'g', problem: { code: 'atomic-aborted' } },
    ]);
  });

  test('changes nothing when it cannot be saved, and can be taken again', async () => {
    const device = await TestDevice.start({
      storage: (disk) => new FaultyStorage(new MemoryStorage(disk), nth(1, { fails: 'failed' }, 'commit')),
    });
    const op = await device.put('a', { title: 'Milk' });
    await expect(device.replica.acked([applied(op)])).rejects.toThrow(StorageError);
    expect(device.replica.unsent).toBe(1);
    await device.replica.acked([applied(op)]);
    expect(device.replica.unsent).toBe(0);
  });
});
