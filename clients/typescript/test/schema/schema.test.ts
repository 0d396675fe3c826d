import { describe, expect, expectTypeOf, test } from 'vitest';
import { boolean, integer, json, number, oneOf, set, text } from '../../src/schema/field.js';
import { checkFields, Exactly } from '../../src/schema/fields.js';
import { defineSchema, type FieldsOf, type RowOf, setFields } from '../../src/schema/schema.js';
import { InvalidValue } from '../../src/value/check.js';

const schema = defineSchema({
  todos: {
    title: text().notNull(),
    notes: text(),
    status: oneOf('open', 'done').notNull(),
    priority: integer(),
    weight: number(),
    urgent: boolean(),
    extra: json<{ readonly colour: string }>(),
    tags: set(),
    kinds: set(oneOf('a', 'b')),
  },
  'todo-lists': { title: text() },
});

function faultOf(fields: Record<string, unknown>): string {
  try {
    checkFields(schema.todos, fields);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidValue);
    return (error as InvalidValue).pointer;
  }
  return 'none';
}

describe('a schema', () => {
  test('says of what type the fields of rows are', () => {
    type Todo = RowOf<(typeof schema)['todos']>;
    expectTypeOf<Todo['id']>().toEqualTypeOf<string>();
    expectTypeOf<Todo['title']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Todo['notes']>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<Todo['status']>().toEqualTypeOf<'open' | 'done' | undefined>();
    expectTypeOf<Todo['extra']>().toEqualTypeOf<{ readonly colour: string } | null | undefined>();
    expectTypeOf<Todo['kinds']>().toEqualTypeOf<readonly ('a' | 'b')[] | undefined>();
  });

  test('says what can be written', () => {
    type Draft = FieldsOf<(typeof schema)['todos']>;
    expectTypeOf<{ title: string; tags: { add: string[] } }>().toExtend<Draft>();
    expectTypeOf<{ tags: string[]; notes: null }>().toExtend<Draft>();
    expectTypeOf<{ title: null }>().not.toExtend<Draft>();
    expectTypeOf<{ kinds: ['c'] }>().not.toExtend<Draft>();
  });

  test('knows which fields are sets', () => {
    expect(setFields(schema)('todos')).toEqual(new Set(['tags', 'kinds']));
    expect(setFields(schema)('unknown')).toBeUndefined();
  });

  test('refuses names that the protocol does not have', () => {
    expect(() => defineSchema({ 'a/b': { title: text() } })).toThrow(TypeError);
    expect(() => defineSchema({ todos: { id: text() } })).toThrow(TypeError);
    expect(() => defineSchema({ todos: { 'two words': text() } })).toThrow(TypeError);
  });
});

describe('what an app writes', () => {
  test('is taken as it is when the schema allows it', () => {
    const extra = { colour: 'red' };
    const checked = checkFields(schema.todos, { title: 'Milk', notes: null, priority: 3, extra, urgent: undefined });
    expect(checked).toEqual({ title: 'Milk', notes: null, priority: 3, extra });
    expect(checked.extra).not.toBe(extra);
  });

  test('names of a set what is added and removed, or all of its elements', () => {
    expect(checkFields(schema.todos, { tags: { add: ['a', 'a'] } })).toEqual({ tags: { add: ['a'], remove: [] } });
    expect(checkFields(schema.todos, { tags: ['b', 'a', 'b'] })).toEqual({ tags: new Exactly(['b', 'a']) });
  });

  test.each([
    [{ colour: 'red' }, '/colour'],
    [{ constructor: 'x' }, '/constructor'],
    [{ title: null }, '/title'],
    [{ title: 1 }, '/title'],
    [{ title: '\0' }, '/title'],
    [{ notes: '\ud800' }, '/notes'],
    [{ status: 'later' }, '/status'],
    [{ priority: 1.5 }, '/priority'],
    [{ priority: 2 ** 53 }, '/priority'],
    [{ weight: NaN }, '/weight'],
    [{ urgent: 'yes' }, '/urgent'],
    [{ extra: { colour: () => 1 } }, '/extra/colour'],
    [{ tags: 'a' }, '/tags'],
    [{ tags: ['a', 1] }, '/tags/1'],
    [{ tags: { remove: [null] } }, '/tags/remove/0'],
    [{ kinds: ['c'] }, '/kinds/0'],
  ])('is refused with a pointer to the fault: %j', (fields, pointer) => {
    expect(faultOf(fields)).toBe(pointer);
  });
});
