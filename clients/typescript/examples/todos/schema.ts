import { defineSchema, integer, oneOf, set, text } from '@xeocontext/client';

/** The fields of todos that this app knows; it leaves the others as they are. */
export const schema = defineSchema({
  todos: {
    title: text(),
    status: oneOf('open', 'in-progress', 'done', 'cancelled'),
    priority: integer(),
    tags: set(),
  },
});
