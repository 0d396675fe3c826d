import { expect, test } from 'vitest';
import { MemoryStorage } from '../../src/storage/memory.js';
import { World } from './people.js';

class Untidy extends MemoryStorage {
  tidied = 0;

  async tidy(): Promise<boolean> {
    return ++this.tidied % 3 !== 0;
  }
}

test('a client has its storage tidied up when nothing was written for a while, and not after it is closed', async () => {
  const world = new World();
  const storage = new Untidy();
  const { client } = await world.open('laptop', { storage });
  await world.sync(client);
  await world.time.pass(10_000);
  expect(storage.tidied).toBe(3);
  for (let at = 0; at < 5; at++) {
    await client.todos.add({ title: 'a', status: 'open' });
    await world.time.pass(1_000);
  }
  expect(storage.tidied).toBe(3);
  await world.time.pass(10_000);
  expect(storage.tidied).toBe(6);
  await client.todos.add({ title: 'b', status: 'open' });
  await client.close();
  await world.time.pass(10_000);
  expect(storage.tidied).toBe(6);
});
