// @vitest-environment happy-dom
import { act, cleanup, render, renderHook, screen } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { Company } from '../../src/company/company.js';
import { handoffOf } from '../../src/company/handoff.js';
import { Queries } from '../../src/query/queries.js';
import type { Query, Queryable } from '../../src/query/query.js';
import type { Row } from '../../src/query/source.js';
import { Values } from '../../src/query/values.js';
import { useHandoff, usePresence, useQuery, useRecord, useSyncStatus } from '../../src/react/index.js';
import type { SyncStatus } from '../../src/sync/status.js';
import { Echoing } from '../company/echoing.js';
import { type DeviceConversation, Store } from '../company/store.js';
import { VirtualTime } from '../server/virtual-time.js';
import { Rows } from '../query/rows.js';

type Todo = { readonly id: string; readonly title?: string; readonly done?: boolean };

afterEach(cleanup);

describe('useQuery', () => {
  it('shows what there is from the first rendering on, and what it becomes', () => {
    const { todos, rows } = fixture();
    const { result } = renderHook(() => useQuery(todos, { where: { done: false }, sort: 'title' }));
    expect(titles(result.current.rows)).toEqual(['Bread', 'Milk']);
    act(() => rows.change({ a: { title: 'Apples', done: false } }));
    expect(titles(result.current.rows)).toEqual(['Apples', 'Bread', 'Milk']);
    expect(result.current).toMatchObject({ count: 3, isLoaded: true, error: undefined });
  });

  it('does not render again when nothing of it changes, and keeps its rows when it is rendered for something else', () => {
    const { todos, rows } = fixture();
    let renderings = 0;
    const { result, rerender } = renderHook(() => {
      renderings += 1;
      return useQuery(todos, { where: { done: false } });
    });
    const before = result.current.rows;
    expect(renderings).toBe(1);
    act(() => rows.change({ z: { title: 'Other', done: true } }));
    expect(renderings).toBe(1);
    rerender();
    expect(result.current.rows).toBe(before);
    expect(rows.listeners).toBe(1);
  });

  it('waits until the collection is loaded', async () => {
    const { todos, rows } = fixture({ loaded: false });
    const { result } = renderHook(() => useQuery(todos, {}));
    expect(result.current).toEqual({ rows: [], count: 0, isLoaded: false, error: undefined });
    await act(async () => rows.arrive());
    expect(result.current).toMatchObject({ count: 3, isLoaded: true });
  });

  it('says why it cannot be loaded, and leaves it at that', async () => {
    const { todos, rows } = fixture({ loaded: false });
    const { result } = renderHook(() => useQuery(todos));
    await act(async () => rows.fail(new Error('lost')));
    expect(result.current).toMatchObject({ isLoaded: false, error: new Error('lost') });
    expect(rows.loads).toBe(1);
  });

  it('follows a query that becomes another one', () => {
    const { todos, rows } = fixture();
    const { result, rerender } = renderHook(({ query }) => useQuery(todos, query), {
      initialProps: { query: { where: { done: false }, limit: 1 } as Query<Todo> },
    });
    expect(titles(result.current.rows)).toEqual(['Milk']);
    rerender({ query: { where: { done: true } } });
    expect(titles(result.current.rows)).toEqual(['Call']);
    act(() => rows.change({ y: { title: 'Ring', done: true } }));
    expect(titles(result.current.rows)).toEqual(['Call', 'Ring']);
  });

  it('is over some time after the last component has gone, in strict mode as well', async () => {
    const { todos, rows, time, interests } = fixture();
    const { unmount } = renderHook(() => useQuery(todos, { where: { done: false } }), { wrapper: StrictMode });
    await time.pass(60_000);
    expect([rows.listeners, interests()]).toEqual([1, 1]);
    unmount();
    await time.pass(10_000);
    expect([rows.listeners, interests()]).toEqual([0, 0]);
  });

  it('lets no component show a list that is older than that of another one', () => {
    const { todos, rows } = fixture();
    const seen: number[] = [];
    const Total = (): React.JSX.Element => {
      const open = useQuery(todos, { where: { done: false } });
      const done = useQuery(todos, { where: { done: true } });
      seen.push(open.count + done.count);
      return (
        <p>
          {open.count} open, {done.count} done
        </p>
      );
    };
    render(<Total />);
    act(() => rows.change({ m: { title: 'Milk', done: true } }));
    expect(screen.getByText('1 open, 2 done')).toBeDefined();
    expect(new Set(seen)).toEqual(new Set([3]));
  });
});

describe('useRecord', () => {
  it('shows a record, another one, none', async () => {
    const { todos, rows } = fixture();
    const { result, rerender } = renderHook(({ id }) => useRecord(todos, id), {
      initialProps: { id: 'm' as string | undefined },
    });
    expect(result.current.row?.title).toBe('Milk');
    act(() => rows.change({ m: { title: 'Oat milk' } }));
    expect(result.current.row?.title).toBe('Oat milk');
    act(() => rows.change({ m: undefined }));
    expect(result.current).toEqual({ row: undefined, isLoaded: true, error: undefined });
    rerender({ id: 'c' });
    expect(result.current.row?.title).toBe('Call');
    rerender({ id: undefined });
    expect(result.current).toEqual({ row: undefined, isLoaded: false, error: undefined });
  });
});

describe('useSyncStatus', () => {
  it('shows what sync is at', () => {
    const status = new Values<SyncStatus>({ state: 'connecting', unsent: 2, refused: 0 });
    const { result } = renderHook(() => useSyncStatus({ status }));
    expect(result.current.state).toBe('connecting');
    act(() => status.set({ state: 'live', unsent: 0, refused: 0 }));
    expect(result.current.state).toBe('live');
  });
});

describe('usePresence', () => {
  it('shows who is there, and tells what this device is at as long as it is shown', async () => {
    const { client, phone, time } = company();
    const { result, rerender, unmount } = renderHook(({ at }) => usePresence(client, at ? { at } : undefined), {
      initialProps: { at: 'list' },
    });
    act(() => phone.hear({ type: 'presence', storeId: 's', deviceId: 'laptop', online: true, name: 'Laptop' }));
    expect(result.current.devices).toEqual([{ deviceId: 'laptop', name: 'Laptop' }]);
    rerender({ at: 'list' });
    await act(() => time.pass(1_000));
    expect(phone.said).toEqual([{ type: 'presence', state: { at: 'list' } }]);
    rerender({ at: 'item' });
    await act(() => time.pass(1_000));
    unmount();
    await time.pass(1_000);
    expect(phone.said.slice(1)).toEqual([{ type: 'presence', state: { at: 'item' } }, { type: 'presence' }]);
  });

  it('takes nothing back that it did not tell', async () => {
    const { client, phone, time } = company();
    const { result, unmount } = renderHook(() => usePresence(client));
    unmount();
    await time.pass(1_000);
    expect(phone.said).toEqual([]);
    result.current.tell({ at: 'desk' });
    expect(phone.said).toEqual([{ type: 'presence', state: { at: 'desk' } }]);
  });
});

describe('useHandoff', () => {
  it('shows activities, acts on them, and asks the latest listener for the last state', async () => {
    const { client, laptop, time } = company();
    const { result, rerender } = renderHook(
      ({ page }) => useHandoff(client, { onReleaseRequested: () => ({ page }) }),
      { initialProps: { page: 1 } },
    );
    const { publish } = result.current;
    await act(async () => {
      void publish({ id: 'book', kind: 'reading', resource: 'files/1', state: { page: 1 } });
      await time.pass(1_000);
    });
    expect(result.current.activities).toMatchObject([{ id: 'book', isHere: true, version: 1 }]);
    rerender({ page: 5 });
    expect(result.current.publish).toBe(publish);
    const claimed = laptop.claim('book');
    await act(() => time.pass(100));
    expect(await claimed).toMatchObject({ state: { page: 5 }, version: 2 });
    expect(result.current.activities).toMatchObject([{ id: 'book', isHere: false, version: 2 }]);
  });

  it('tells what was sent to this device', async () => {
    const { client, laptop, time } = company();
    const received: string[] = [];
    renderHook(() => useHandoff(client, { onReceived: ({ id }, from) => received.push(`${id} from ${from}`) }));
    void laptop.publish({ id: 'book', kind: 'reading', resource: 'files/1' });
    await act(() => time.pass(50));
    void laptop.sendTo('book', 'phone');
    await act(() => time.pass(50));
    expect(received).toEqual(['book from laptop']);
  });
});

function fixture({ loaded = true } = {}) {
  const rows = new Rows(
    'todos',
    [
      { id: 'm', title: 'Milk', done: false },
      { id: 'n', title: 'Bread', done: false },
      { id: 'c', title: 'Call', done: true },
    ] satisfies Row[],
    loaded,
  );
  const time = new VirtualTime();
  let interests = 0;
  const queries = new Queries({
    source: () => rows,
    timers: time,
    interested: () => {
      interests += 1;
      return () => (interests -= 1);
    },
  });
  const todos: Queryable<Todo> = {
    query: (query) => queries.query<Todo>('todos', query),
    watch: (id) => queries.record<Todo>('todos', id),
  };
  return { rows, time, todos, interests: () => interests };
}

function company() {
  const time = new VirtualTime();
  const store = new Store(time);
  const phone = store.device('phone');
  const clientOf = (device: DeviceConversation) => {
    const { deviceId } = device;
    return { company: new Company({ conversation: new Echoing(device, deviceId), deviceId, timers: time }) };
  };
  const client = clientOf(phone);
  const laptop = handoffOf(clientOf(store.device('laptop')));
  return { time, phone, client, laptop };
}

function titles(rows: readonly Todo[]): (string | undefined)[] {
  return rows.map(({ title }) => title);
}
