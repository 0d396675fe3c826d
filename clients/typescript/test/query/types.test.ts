import { describe, expectTypeOf, it } from 'vitest';
import type { Queryable, QueryResult } from '../../src/query/query.js';
import type { Observable } from '../../src/query/observable.js';
import { boolean, defineSchema, number, set, text } from '../../src/index.js';
import type { Row, RowOf } from '../../src/index.js';
import { useQuery, useRecord } from '../../src/react/index.js';

const schema = defineSchema({
  todos: { title: text(), done: boolean(), priority: number(), tags: set(text()) },
});
type Todo = RowOf<typeof schema.todos>;
declare const todos: Queryable<Todo>;
declare const anything: Queryable<Row>;

describe('queries are typed by the schema', () => {
  it('of what is asked and of what is found', () => {
    const ask = () => todos.query({ where: { done: false, tags: { $contains: 'shop' } }, sort: ['-priority', 'id'] });
    expectTypeOf(ask).returns.toEqualTypeOf<Observable<QueryResult<Todo>>>();
    expectTypeOf<Todo['id']>().toEqualTypeOf<string>();
    const nested = () =>
      todos.query({ where: { $or: [{ priority: { $gte: 2 } }, { $not: { title: { $in: ['a', null] } } }] }, limit: 0 });
    expectTypeOf(nested).returns.toEqualTypeOf<Observable<QueryResult<Todo>>>();
    const untyped = () => anything.query({ where: { whatever: { $gt: 1 }, $or: [{ a: 1 }] }, sort: '-whatever' });
    expectTypeOf(untyped).returns.toEqualTypeOf<Observable<QueryResult<Row>>>();
    const hooks = () => [useQuery(todos, { where: { done: true } }).rows, useRecord(todos, 'a').row] as const;
    expectTypeOf(hooks).returns.toEqualTypeOf<readonly [readonly Todo[], Todo | undefined]>();
  });

  it('of what cannot be asked', () => {
    void (() => [
      // @ts-expect-error no such field
      todos.query({ where: { titel: 'a' } }),
      // @ts-expect-error another type
      todos.query({ where: { done: 'yes' } }),
      // @ts-expect-error is not comparable
      todos.query({ where: { done: { $lt: true } } }),
      // @ts-expect-error is no set
      todos.query({ where: { title: { $contains: 'a' } } }),
      // @ts-expect-error is no field
      todos.query({ where: { id: 'a' } }),
      // @ts-expect-error no such field
      todos.query({ sort: '-titel' }),
      // @ts-expect-error no such operator
      todos.query({ where: { title: { $like: 'a' } } }),
      // @ts-expect-error no such field
      useQuery(todos, { where: { titel: 'a' } }),
    ]);
  });
});
