import { describe, expect, it } from 'vitest';
import { readWhere } from '../../src/filter/where.js';
import type { Interest } from '../../src/query/queries.js';
import { subscriptionOf, Subscriptions } from '../../src/query/subscriptions.js';
import type { Where } from '../../src/wire/messages.js';

describe('subscriptions of live queries', () => {
  it('are wanted once, as long as anybody is interested', () => {
    const { log, subscriptions } = fixture();
    const first = subscriptions.interested(part({ done: false }));
    const second = subscriptions.interested(part({ done: { $eq: false } }));
    first();
    first();
    expect(log).toEqual(['+todos done']);
    second();
    expect(log).toEqual(['+todos done', '-todos done']);
  });

  it('give up a part when the whole collection is wanted, not before, and want it again later', () => {
    const { log, subscriptions } = fixture();
    subscriptions.interested(part({ done: false }));
    const settle = subscriptions.interested({ collection: 'todos' });
    expect(log).toEqual(['+todos done', '+todos', '-todos done']);
    const late = subscriptions.interested(part({ due: 1 }));
    expect(log).toHaveLength(3);
    late();
    settle();
    expect(log.slice(3)).toEqual(['+todos done', '-todos']);
  });

  it('become one of the whole collection when they are many, until they are few again', () => {
    const { wanted, subscriptions } = fixture();
    const settles = Array.from({ length: 9 }, (_, i) => {
      expect(wanted.size).toBe(i);
      return subscriptions.interested(part({ [`f${i}`]: 1 }));
    });
    expect([...wanted]).toEqual(['todos']);
    settles.splice(0, 4).forEach((settle) => settle());
    expect([...wanted]).toEqual(['todos']);
    settles.pop()?.();
    expect([...wanted]).toEqual(['todos f4', 'todos f5', 'todos f6', 'todos f7']);
    settles.forEach((settle) => settle());
    expect([...wanted]).toEqual([]);
  });

  it('of one collection leave those of others alone', () => {
    const { log, subscriptions } = fixture();
    subscriptions.interested(part({ done: false }));
    subscriptions.interested({ collection: 'lists' });
    expect(log).toEqual(['+todos done', '+lists']);
  });

  it('have names that stay, are ASCII, and have no slash', () => {
    const one = subscriptionOf(part({ title: '日/本', due: 1 }));
    expect(one.sub).toBe(subscriptionOf(part({ due: { $in: [1] }, title: '日/本' })).sub);
    expect(one.sub).not.toBe(subscriptionOf(part({ due: 1 })).sub);
    expect(one.sub).toMatch(/^todos:[0-9a-f]{32}$/);
    expect(subscriptionOf({ collection: 'todos' })).toEqual({ sub: 'todos', collections: ['todos'] });
  });
});

function part(where: Where): Interest {
  return { collection: 'todos', where, filter: readWhere(where) };
}

function fixture() {
  const log: string[] = [];
  const wanted = new Set<string>();
  const subscriptions = new Subscriptions(({ collections, where }) => {
    const name = [...collections, ...Object.keys(where ?? {})].join(' ');
    log.push(`+${name}`);
    wanted.add(name);
    return () => {
      log.push(`-${name}`);
      wanted.delete(name);
    };
  });
  return { log, wanted, subscriptions };
}
