import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/value/json.js';
import { asServerMessage, readServerMessage } from '../../src/wire/read.js';
import { seeded } from '../seeded.js';
import { vectors } from '../vectors.js';

type Message = Record<string, Json>;

const { server, client } = vectors<{ server: Message[]; client: Message[] }>('messages.json');
const SERVER_TYPES = [
  'welcome ack snapshot delta live reset lagging digest draining ok pong token-expiring error presence present',
  'handoff.offered handoff.release-requested handoff.granted handoff.claimed handoff.expired',
].flatMap((types) => types.split(' '));

describe('a golden message', () => {
  test.each(server)('$type is read, and written again unchanged', (message) => {
    const text = JSON.stringify(message);
    expect(JSON.stringify(readServerMessage(text))).toBe(text);
  });

  test('is there for each type', () => {
    expect(new Set(server.map((message) => message.type))).toEqual(new Set(SERVER_TYPES));
  });
});

test('members that are not known are let be', () => {
  const message = { ...server[0]!, mood: 'good', limits: { ...(server[0]!.limits as Message), smiles: 3 } };
  expect(readServerMessage(JSON.stringify(message))).toEqual(message);
});

test.each(['', '{', 'null', '[]', '7', '"ok"', '{}', '{"type":"news"}', '{"type":"constructor"}', '{"type":7}'])(
  '%s is no message',
  (text) => {
    expect(readServerMessage(text)).toBeUndefined();
  },
);

test.each([
  ['live', 'to'],
  ['handoff.claimed', 'activity'],
])('a %s without %s, as older servers say it, is read', (type, member) => {
  const { [member]: _, ...older } = server.find((message) => message.type === type)!;
  expect(readServerMessage(JSON.stringify(older))).toEqual(older);
});

test('limits that do not tell how many subscriptions there may be are read', () => {
  const welcome = server.find((message) => message.type === 'welcome')!;
  const { subscriptions: _, ...limits } = welcome.limits as Message;
  expect(readServerMessage(JSON.stringify({ ...welcome, limits }))).toMatchObject({ limits });
  const wrong = { ...limits, subscriptions: '32' };
  expect(readServerMessage(JSON.stringify({ ...welcome, limits: wrong }))).toBeUndefined();
});

test('what only clients say is not read', () => {
  const others = client.filter((message) => !SERVER_TYPES.includes(message.type as string));
  expect(others.filter((message) => asServerMessage(message))).toEqual([]);
});

test.each([
  ['live', { cursor: null }],
  ['ack', { results: [{ opId: '1', status: 'perhaps' }] }],
  ['ack', { results: [{ opId: '1', status: 'applied', clocks: 'noon' }] }],
  ['snapshot', { records: [{ collection: 'todos', id: '1', fields: {}, clocks: { title: { shop: 'noon' } } }] }],
  ['snapshot', { full: 'yes' }],
  ['delta', { events: [{ seq: 1.5, collection: 'todos', id: '1', kind: 'put' }] }],
  ['delta', { events: [{ seq: 1, collection: 'todos', id: '1', kind: 'eaten' }] }],
  ['delta', { from: -1 }],
  ['welcome', { limits: {} }],
  ['live', { to: 'now' }],
  ['handoff.claimed', { activity: { id: '1' } }],
  ['pong', { heads: { store: '43' } }],
  ['error', { problem: 'no' }],
])('a %s with %j is not taken', (type, fault) => {
  const good = server.find((message) => message.type === type)!;
  expect(asServerMessage(good)).toBe(good);
  expect(asServerMessage({ ...good, ...fault })).toBeUndefined();
});

test('a message from which anything is missing is read or left, and never fails', () => {
  const random = seeded(11);
  for (let round = 0; round < 2_000; round++) {
    const text = JSON.stringify(server[Math.floor(random() * server.length)]);
    const at = Math.floor(random() * text.length);
    const cut = text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 9));
    const message = readServerMessage(cut);
    expect(message === undefined || SERVER_TYPES.includes(message.type)).toBe(true);
  }
});
