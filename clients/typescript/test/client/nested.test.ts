import { describe, expect, test } from 'vitest';
import type { Observable } from '../../src/query/observable.js';
import type { QueryResult } from '../../src/query/query.js';
import { World } from './people.js';

describe('a listener of a query', () => {
  test('that makes a change and asks another query sees each record once, and no result twice', async () => {
    const client = await opened();
    const other: string[][] = [];
    client.todos.query({ sort: 'title' }).subscribe(({ rows: { length } }) => {
      if (length === 1) {
        void client.todos.add({ title: 'second' });
        client.todos.query({ sort: '-title' }).subscribe(hear(other));
      }
    });
    await client.todos.add({ title: 'first' });
    expect(other).toEqual([['second', 'first']]);
    await client.todos.add({ title: 'third' });
    expect(other.at(-1)).toEqual(['third', 'second', 'first']);
  });

  test('hears no earlier state of a record that it has changed', async () => {
    const client = await opened();
    const id = await client.todos.add({ title: 'first' });
    const other: (string | null | undefined)[] = [];
    client.todos.query().subscribe(({ rows }) => {
      if (rows[0]?.title === 'second') {
        void client.todos.put(id, { title: 'third' });
        void client.todos.put(id, { title: 'fourth' });
        client.todos.watch(id).subscribe((row) => other.push(row?.title));
      }
    });
    await client.todos.put(id, { title: 'second' });
    expect(other).toEqual(['fourth']);
  });

  test('that asks another collection of the same change sees each record once', async () => {
    const client = await opened();
    const other: string[][] = [];
    client.todos.query().subscribe(({ rows: { length } }) => {
      if (length === 1) {
        client.lists.query({ sort: 'title' }).subscribe(hear(other));
      }
    });
    await client.transact(({ todos, lists }) => {
      todos.add({ title: 'todo' });
      lists.add({ title: 'list' });
    });
    expect(other).toEqual([['list']]);
  });
});

/** A client whose collections are in memory, so that its queries are told of changes as they are made. */
async function opened() {
  const { client } = await new World().open('phone');
  await Promise.all([told(client.todos.query()), told(client.lists.query())]);
  return client;
}

function told(query: Observable<unknown>): Promise<void> {
  return new Promise((heard) => query.subscribe(() => heard()));
}

function hear(heard: string[][]): (result: QueryResult<{ readonly title?: string | null }>) => void {
  return ({ rows }) => heard.push(rows.map(({ title }) => String(title)));
}
