import { expect, test } from 'vitest';
import { MemoryDisk, MemoryStorage } from '../../src/storage/memory.js';
import { POISON } from '../server/owner.js';
import { settled } from '../server/virtual-time.js';
import { Browser, type Page } from '../tabs/browser.js';
import { World } from './people.js';

class Tabs {
  readonly world = new World();
  readonly browser = new Browser(this.world.random);
  readonly disk = new MemoryDisk();

  async open(page: Page = this.browser.page()) {
    const tabs = { locks: page.locks, channel: () => page.channel };
    const opened = await this.world.open('phone', { storage: new MemoryStorage(this.disk), tabs, name: 'app' });
    await this.settle();
    return { ...opened, page };
  }

  async settle(): Promise<void> {
    for (let n = 0; n < 20; n++) {
      await this.browser.quiet();
    }
  }
}

test('tabs of a browser show the same, and what any of them writes is synced once', async () => {
  const tabs = new Tabs();
  const first = await tabs.open();
  const second = await tabs.open();
  const other = await tabs.world.open('laptop');
  const heard: number[] = [];
  second.client.todos.query().subscribe(({ count }) => heard.push(count));
  const id = await first.client.todos.add({ title: 'from the first' });
  const saved = second.client.todos.add({ title: 'from the second', tags: ['a'] });
  await tabs.settle();
  const mine = await saved;
  expect(second.client.todos.peek(id)).toEqual({ id, title: 'from the first' });
  expect(await first.client.todos.get(mine)).toEqual({ id: mine, title: 'from the second', tags: ['a'] });
  await tabs.world.sync(first.client, second.client, other.client);
  await tabs.settle();
  expect(await other.client.todos.get(mine)).toEqual({ id: mine, title: 'from the second', tags: ['a'] });
  expect(second.client.status.current).toEqual(first.client.status.current);
  expect(tabs.world.server.owner.journal.size).toBe(2);
  expect(heard).toEqual([0, 1, 2]);
});

test('a tab takes over from one that is gone, and nothing that was said to be saved is lost', async () => {
  const tabs = new Tabs();
  const first = await tabs.open();
  const second = await tabs.open();
  first.network.setOnline(false);
  await first.client.todos.put('a', { title: 'of the first' });
  const waiting = second.client.todos.put('b', { title: 'of the second' });
  tabs.browser.kill(first.page);
  await tabs.settle();
  await waiting;
  await tabs.world.sync(second.client);
  expect([...tabs.world.server.owner.records.keys()].sort()).toEqual(['todos/a', 'todos/b']);
  expect(await second.client.todos.get('a')).toEqual({ id: 'a', title: 'of the first' });
});

test('refused changes are seen and dealt with in any tab', async () => {
  const tabs = new Tabs();
  const first = await tabs.open();
  const second = await tabs.open();
  await first.client.todos.put('a', { title: POISON });
  await tabs.world.sync(first.client);
  await tabs.settle();
  const [refused] = second.client.refused.list.current!;
  const edited = second.client.refused.edit(refused!.op.opId, { title: 'fine' });
  await tabs.settle();
  await edited;
  await tabs.world.sync(first.client);
  await settled();
  expect(first.client.refused.list.current).toEqual([]);
  expect(await first.client.todos.get('a')).toEqual({ id: 'a', title: 'fine' });
});

test('any tab can have syncing go on', async () => {
  const tabs = new Tabs();
  const first = await tabs.open();
  const second = await tabs.open();
  await tabs.world.sync(first.client);
  tabs.world.server.tokens.clear();
  tabs.world.server.conversations.forEach((conversation) => conversation.hangUp(4401));
  await tabs.world.time.until(() => first.client.status.current?.state === 'closed');
  await tabs.settle();
  expect(second.client.status.current?.state).toBe('closed');
  tabs.world.server.tokens.add('token-1');
  second.client.resume();
  await tabs.settle();
  await tabs.world.sync(first.client);
  await tabs.settle();
  expect(second.client.status.current?.state).toBe('live');
});
