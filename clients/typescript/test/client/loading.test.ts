import { expect, test } from 'vitest';
import { once } from '../../src/client/loading.js';

test('what was loaded is loaded once, also when it is asked for by several at a time', async () => {
  let loads = 0;
  const load = once(async () => ++loads);
  expect(await Promise.all([load(), load()])).toEqual([1, 1]);
  expect(await load()).toBe(1);
});

test('what could not be loaded is tried again when it is asked for again', async () => {
  let loads = 0;
  const load = once(async () => {
    if (++loads < 3) throw new TypeError('Failed to fetch');
    return loads;
  });
  const tries = await Promise.allSettled([load(), load()]);
  expect(tries.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(load()).rejects.toThrow('Failed to fetch');
  expect(await load()).toBe(3);
});
