import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Op } from '../../src/record/op.js';
import type { Change } from '../../src/replica/recorder.js';
import { View } from '../../src/replica/view.js';
import { IndexedDbStorage } from '../../src/storage/indexeddb.js';
import { NOW, stamp } from './device.js';

const COUNT = 600;
const id = (at: number): string => String(at).padStart(4, '0');

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
afterEach(() => vi.unstubAllGlobals());

/** Records that are packed, each third of which is deleted. */
async function packed(): Promise<IndexedDbStorage> {
  const storage = new IndexedDbStorage('replica');
  await storage.open();
  await storage.commit(
    Array.from({ length: COUNT }, (_, at) => ({
      table: 'records',
      key: `todos/${id(at)}`,
      value: {
        s: {
          fields: { title: `title ${at}`, tags: ['a'] },
          clocks: { title: stamp(10), tags: { a: stamp(10) } },
          ...(at % 3 === 0 && { deleted: { value: true, clock: stamp(20) } }),
        },
      },
    })),
  );
  while (await storage.tidy());
  return storage;
}

function change(at: number, fields: NonNullable<Op['fields']> | undefined, hlc: string): Change {
  const op = { opId: `op-${at}-${hlc}`, collection: 'todos', id: id(at), hlc };
  return { ops: [fields ? { ...op, kind: 'put', fields } : { ...op, kind: 'restore' }], at: NOW };
}

async function loaded(): Promise<View> {
  const view = new View(await packed(), () => new Set(['tags']));
  await view.open();
  await view.collection('todos').load();
  return view;
}

describe('a view of records that are packed', () => {
  test('shows all that are not deleted', async () => {
    const rows = [...(await loaded()).collection('todos').rows()];
    expect(rows).toHaveLength((COUNT * 2) / 3);
    expect(rows[0]).toEqual({ id: '0001', title: 'title 1', tags: ['a'] });
  });

  test('keeps to their clocks when something is put on top of them', async () => {
    const view = await loaded();
    const rows = view.collection('todos');
    view.show(change(1, { title: 'late' }, stamp(11)));
    view.show(change(2, { title: 'early' }, stamp(9)));
    view.show(change(4, { tags: { add: ['b'], remove: ['a'] } }, stamp(9)));
    view.show(change(3, undefined, stamp(21)));
    view.show(change(6, undefined, stamp(19)));
    expect([1, 2, 4, 3, 6].map((at) => rows.peek(id(at)))).toEqual([
      { id: id(1), title: 'late', tags: ['a'] },
      { id: id(2), title: 'title 2', tags: ['a'] },
      { id: id(4), title: 'title 4', tags: ['a', 'b'] },
      { id: id(3), title: 'title 3', tags: ['a'] },
      undefined,
    ]);
    const taken = change(1, { title: 'late' }, stamp(11));
    view.withdraw(taken);
    expect(rows.peek(id(1))).toEqual({ id: id(1), title: 'title 1', tags: ['a'] });
  });

  test('does not take its rows for new ones when it reads them again', async () => {
    const view = await loaded();
    const heard = vi.fn();
    view.collection('todos').onChange(heard);
    const before = view.collection('todos').peek(id(1));
    await view.reread();
    expect(heard).not.toHaveBeenCalled();
    expect(view.collection('todos').peek(id(1))).toBe(before);
  });
});
