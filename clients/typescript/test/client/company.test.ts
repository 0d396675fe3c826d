import { expect, test } from 'vitest';
import { handoffOf } from '../../src/company/handoff.js';
import { presenceOf } from '../../src/company/presence.js';
import { World } from './people.js';

const book = { id: 'book', kind: 'reading', resource: 'files/1', state: { page: 1 } };

test('a client has one presence and one handoff, whoever asks for them', async () => {
  const world = new World();
  const { client } = await world.open('phone');
  const other = (await world.open('laptop')).client;
  expect(presenceOf(client)).toBe(presenceOf(client));
  expect(handoffOf(client)).toBe(handoffOf(client));
  expect(handoffOf(other)).not.toBe(handoffOf(client));
});

test('they end with the client', async () => {
  const world = new World();
  const { client } = await world.open('phone');
  const told = handoffOf(client).publish(book);
  await client.close();
  await expect(told).rejects.toMatchObject({ problem: { code: 'not-connected' } });
});
