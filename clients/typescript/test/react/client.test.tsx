// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { useHandoff, usePresence, useQuery, useRecord, useSyncStatus } from '../../src/react/index.js';
import { World } from '../client/people.js';

afterEach(cleanup);

it('hooks show what other devices do, and what this one does before it is saved', async () => {
  const world = new World();
  const { client } = await world.open('phone');
  const laptop = (await world.open('laptop')).client;
  const { result } = renderHook(() => ({
    open: useQuery(client.todos, { where: { status: 'open' }, sort: 'title' }),
    first: useRecord(client.todos, 'todo-1'),
    status: useSyncStatus(client),
    presence: usePresence(client),
    handoff: useHandoff(client),
  }));
  await act(() => world.sync(client, laptop));
  expect(result.current.open).toMatchObject({ rows: [], isLoaded: true });
  expect(result.current.first).toMatchObject({ row: undefined, isLoaded: true });
  expect(result.current.status.state).toBe('live');
  let saved: Promise<void> | undefined;
  act(() => {
    saved = client.todos.put('todo-1', { title: 'Milk', status: 'open' });
  });
  expect(result.current.open.rows.map(({ title }) => title)).toEqual(['Milk']);
  expect(result.current.first.row?.title).toBe('Milk');
  await act(async () => {
    await saved;
    await laptop.todos.put('todo-2', { title: 'Bread', status: 'open' });
    await world.sync(client, laptop);
  });
  expect(result.current.open.rows.map(({ title }) => title)).toEqual(['Bread', 'Milk']);
  expect(result.current.handoff.activities).toEqual([]);
});

it('live queries bring what they ask for, and nothing else, when that is how a client syncs', async () => {
  const world = new World();
  const laptop = (await world.open('laptop')).client;
  await laptop.todos.put('a', { title: 'Milk', status: 'open' });
  await laptop.todos.put('b', { title: 'Call', status: 'done' });
  const { client } = await world.open('phone', { sync: 'queries' });
  await world.sync(client, laptop);
  expect(await client.todos.get('a')).toBeUndefined();
  const { result, unmount } = renderHook(() => useQuery(client.todos, { where: { status: 'open' } }));
  await act(() => world.sync(client, laptop));
  await act(() => world.time.pass(2_000));
  expect(result.current.rows.map(({ title }) => title)).toEqual(['Milk']);
  expect(await client.todos.get('b')).toBeUndefined();
  await laptop.todos.put('b', { status: 'open' });
  await laptop.todos.put('a', { status: 'done' });
  await act(async () => {
    await world.sync(client, laptop);
    await world.time.pass(2_000);
  });
  expect(result.current.rows.map(({ title }) => title)).toEqual(['Call']);
  expect(await client.todos.get('a')).toBeUndefined();
  unmount();
});
