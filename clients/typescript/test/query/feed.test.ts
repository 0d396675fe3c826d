import { describe, expect, it } from 'vitest';
import { type ChangeSet, Feed, type Follower } from '../../src/query/feed.js';
import { VirtualTime } from '../server/virtual-time.js';
import { Rows } from './rows.js';

describe('the feed of a collection', () => {
  it('has everybody up to date before anybody is told', () => {
    const rows = new Rows('todos');
    const feed = new Feed(rows, new VirtualTime());
    const log: string[] = [];
    feed.join(follower('one', log));
    feed.join(follower('two', log));
    rows.change({ a: {} });
    expect(log).toEqual(['one takes a', 'two takes a', 'one tells', 'two tells']);
  });

  it('keeps changes in their order when a listener makes one', () => {
    const rows = new Rows('todos');
    const feed = new Feed(rows, new VirtualTime());
    const log: string[] = [];
    feed.join(follower('one', log, () => log.length < 4 && rows.change({ b: {} })));
    feed.join(follower('two', log));
    rows.change({ a: {} });
    const told = (id: string) => [`one takes ${id}`, `two takes ${id}`, 'one tells', 'two tells'];
    expect(log).toEqual([...told('a'), ...told('b')]);
  });

  it('does not tell one who joins what can be seen already', () => {
    const rows = new Rows('todos');
    const feed = new Feed(rows, new VirtualTime());
    const log: string[] = [];
    let joined = false;
    feed.join(
      follower('one', [], () => {
        if (!joined) {
          joined = true;
          rows.change({ b: {} });
          feed.join(follower('late', log));
        }
      }),
    );
    rows.change({ a: {} });
    rows.change({ c: {} });
    expect(log).toEqual(['late takes c', 'late tells']);
  });

  it('listens as long as there is somebody', () => {
    const rows = new Rows('todos');
    const feed = new Feed(rows, new VirtualTime());
    const leave = [feed.join(follower('one', [])), feed.join(follower('two', []))];
    expect(rows.listeners).toBe(1);
    leave.forEach((go) => go());
    expect(rows.listeners).toBe(0);
    feed.join(follower('three', []));
    expect(rows.listeners).toBe(1);
  });
});

function follower(name: string, log: string[], onTell: () => unknown = () => undefined): Follower {
  return {
    take: (changes: ChangeSet) => {
      log.push(`${name} takes ${changes.changes.map(({ id }) => id).join()}`);
      return true;
    },
    tell: () => {
      log.push(`${name} tells`);
      onTell();
    },
  };
}
