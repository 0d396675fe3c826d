import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Op } from '../../src/record/op.js';
import { HttpTransport } from '../../src/sync/http.js';
import type { Connection } from '../../src/sync/ports.js';
import { DEFAULT_LIMITS, type ClientMessage } from '../../src/wire/messages.js';
import { VirtualTime } from '../server/virtual-time.js';
import { answer, FallbackServer, refuse, STORE } from './fallback-server.js';
import { Heard } from './heard.js';

const CLOCK = '019aa5bd7400-0000-9f2c4b7a01d3e688';

let server: FallbackServer;
let url: string;
let time: VirtualTime;
let heard: Heard;
let connection: Connection;

beforeEach(async () => {
  server = new FallbackServer();
  url = await server.open();
  time = new VirtualTime();
  heard = new Heard();
  connection = new HttpTransport({ url, timers: time }).connect(heard);
});

afterEach(async () => {
  connection.close();
  await server.close();
});

function hello(token = 'good'): ClientMessage {
  const device = { id: 'd', name: 'Phone', platform: 'android', node: '9f2c4b7a01d3e688' };
  return { type: 'hello', protocol: 1, token, device };
}

function push(ref: string, ...ids: string[]): ClientMessage {
  const ops = ids.map((id): Op => ({ opId: `op-${id}`, collection: 'todos', id, kind: 'put', hlc: CLOCK, fields: {} }));
  return { type: 'push', ref, ops };
}

function subscribe(ref: string, sub: string, more: object = {}): ClientMessage {
  return { type: 'subscribe', ref, sub, collections: ['todos'], ...more };
}

async function signIn(): Promise<void> {
  connection.send(hello());
  await heard.some(2);
}

test('opens at once, and says welcome once the token was taken', async () => {
  const other = new Heard();
  const another = new HttpTransport({ url, timers: time }).connect(other);
  expect(other.all).toEqual([]);
  another.close();
  expect(await other.next()).toEqual({ type: 'opened' });
  expect(await other.next()).toEqual({ type: 'closed', code: 1000 });
  expect(await heard.next()).toEqual({ type: 'opened' });
  connection.send(hello());
  const welcome = await heard.next();
  expect(welcome).toMatchObject({
    type: 'welcome',
    session: `session of ${STORE}`,
    limits: { ...DEFAULT_LIMITS, opsPerPush: 77 },
    stores: [{ storeId: STORE, epoch: 'epoch-1', head: 0 }],
  });
  expect(server.asked.map(({ method, path, token }) => `${method} ${path} ${token}`)).toEqual([
    'GET /v1/sync/welcome good',
  ]);
});

test('a token that is not taken closes it as a socket would be closed', async () => {
  connection.send(hello('stale'));
  expect(await heard.some(3)).toMatchObject([
    { type: 'opened' },
    { type: 'error', problem: { code: 'token-expired' } },
    { type: 'closed', code: 4401 },
  ]);
});

test('a token that runs out while it is open closes it, and a new one comes in time', async () => {
  await signIn();
  server.tokens.set('newer', STORE);
  connection.send({ type: 'token', token: 'newer', ref: '1' });
  expect(await heard.next()).toEqual({ type: 'ok', ref: '1' });
  server.tokens.delete('good');
  connection.send(push('2', 'a'));
  expect(await heard.next()).toMatchObject({ type: 'ack', ref: '2' });
  server.tokens.delete('newer');
  connection.send(push('3', 'b'));
  expect(await heard.some(2)).toMatchObject([{ type: 'error' }, { type: 'closed', code: 4401 }]);
});

test('a welcome that is none is an answer of somebody else', async () => {
  await heard.next();
  server.faults.push((_, response) => (answer(response, 200, { type: 'welcome', session: 'x' }), true));
  connection.send(hello());
  expect(await heard.next()).toEqual({ type: 'closed', code: 1006 });
});

test('a server that cannot tell now is tried again later', async () => {
  await heard.next();
  server.faults.push((_, response) => (refuse(response, 503, 'unavailable'), true));
  connection.send(hello());
  expect(await heard.some(2)).toMatchObject([
    { type: 'error', problem: { code: 'unavailable' } },
    { type: 'closed', code: 1006 },
  ]);
});

test.each([
  ['somebody else', '0193a5f0-0000-7000-8000-00000000000b', 'theirs'],
  ['another session', STORE, 'another'],
])('with the token of %s nothing is sent', async (_, store, session) => {
  await signIn();
  server.tokens.set('other', store);
  server.sessions.set('other', session);
  connection.send({ type: 'token', token: 'other', ref: '1' });
  expect(await heard.some(2)).toMatchObject([
    { type: 'error', problem: { code: 'forbidden' } },
    { type: 'closed', code: 4403 },
  ]);
  expect(server.asked.filter(({ token }) => token === 'other').map(({ path }) => path)).toEqual(['/v1/sync/welcome']);
});

test('pushes are carried out one after the other, in their order', async () => {
  await signIn();
  connection.send(push('1', 'a', 'b'));
  connection.send(push('2', 'c'));
  connection.send(push('3', 'd'));
  expect(connection.buffered).toBeGreaterThan(300);
  const acks = await heard.some(3);
  expect(acks.map((ack) => (ack as { ref?: string }).ref)).toEqual(['1', '2', '3']);
  expect(acks[0]).toMatchObject({ type: 'ack', results: [{ opId: 'op-a', status: 'applied' }, { opId: 'op-b' }] });
  expect(server.ops.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  expect(connection.buffered).toBe(0);
});

test('a push waits until the one before is answered', async () => {
  await signIn();
  const held = new Promise<ServerResponse>((resolve) => server.faults.push((_, response) => (resolve(response), true)));
  connection.send(push('1', 'a'));
  connection.send(push('2', 'b'));
  const response = await held;
  connection.send({ type: 'ping' });
  expect(await heard.next()).toMatchObject({ type: 'pong' });
  expect(server.ops).toEqual([]);
  answer(response, 200, { type: 'ack', results: [{ opId: 'op-a', status: 'superseded' }] });
  expect(await heard.some(2)).toMatchObject([
    { type: 'ack', ref: '1', results: [{ status: 'superseded' }] },
    { type: 'ack', ref: '2' },
  ]);
});

test('a push that is under way is given up when it is closed', async () => {
  await signIn();
  const held = new Promise<ServerResponse>((resolve) => server.faults.push((_, response) => (resolve(response), true)));
  connection.send(push('1', 'a'));
  const gone = held.then((response) => new Promise((resolve) => response.once('close', resolve)));
  await held;
  connection.close();
  await gone;
  expect(heard.all.map(({ type }) => type)).toEqual(['opened', 'welcome', 'closed']);
});

test('a push that is refused is answered with why, and one too many is to be sent again', async () => {
  await signIn();
  server.faults.push((_, response) => (refuse(response, 413, 'too-large'), true));
  connection.send(push('1', 'a'));
  expect(await heard.next()).toMatchObject({ type: 'error', ref: '1', problem: { code: 'too-large' } });
  server.faults.push((_, response) => (refuse(response, 429, 'rate-limited', { 'Retry-After': '3' }), true));
  connection.send(push('2', 'a', 'b'));
  const results = ['op-a', 'op-b'].map((opId) => ({ opId, status: 'retry', retryAfterMs: 3_000 }));
  expect(await heard.next()).toEqual({ type: 'ack', ref: '2', results });
  expect(server.ops).toEqual([]);
});

test('a subscription reads what there is in pages, then what happens', async () => {
  await signIn();
  connection.send(push('1', 'a', 'b', 'c'));
  await heard.next();
  connection.send(subscribe('7', 'all', { storeId: 'store', where: { title: 'a&b é' } }));
  expect(await heard.some(3)).toMatchObject([
    { type: 'snapshot', sub: 'all', ref: '7', records: [{ id: 'a' }, { id: 'b' }], next: 'n2' },
    { type: 'snapshot', sub: 'all', ref: '7', records: [{ id: 'c' }], cursor: 'c3' },
    { type: 'live', sub: 'all', cursor: 'c3' },
  ]);
  const [hanging] = await server.pulls(1);
  expect(hanging!.query).toEqual({
    collections: 'todos',
    storeId: 'store',
    where: '{"title":"a&b é"}',
    cursor: 'c3',
    wait: '25',
  });
  connection.send(push('8', 'd'));
  const told = await heard.some(2);
  expect(told.find(({ type }) => type === 'delta')).toMatchObject({
    sub: 'all',
    from: 3,
    to: 4,
    events: [{ id: 'd' }],
  });
  expect((await server.pulls(1))[0]!.query.cursor).toBe('c4');
});

test('a subscription goes on from the place that it is given', async () => {
  await signIn();
  connection.send(push('1', 'a', 'b', 'c'));
  await heard.next();
  connection.send(subscribe('2', 'one', { cursor: 'c2' }));
  expect(await heard.next()).toMatchObject({ type: 'delta', sub: 'one', from: 2, to: 3 });
  connection.send(subscribe('3', 'two', { next: 'n2', cursor: 'c0' }));
  expect(await heard.next()).toMatchObject({ type: 'snapshot', sub: 'two', ref: '3', records: [{ id: 'c' }] });
});

test('answers without news are no reason for haste', async () => {
  await signIn();
  connection.send(subscribe('1', 'all', { cursor: 'c0' }));
  await server.pulls(1);
  server.release();
  expect(await heard.next()).toMatchObject({ type: 'live', cursor: 'c0' });
  const asked = server.asked.length;
  await time.pass(900);
  expect(server.asked).toHaveLength(asked);
  await time.pass(200);
  await server.pulls(1);
  expect(server.asked).toHaveLength(asked + 1);
  await time.pass(5_000);
  server.release();
  await heard.next();
  await server.pulls(1);
});

test('a subscription that is ended says nothing more', async () => {
  await signIn();
  connection.send(subscribe('1', 'all', { cursor: 'c0' }));
  await server.pulls(1);
  connection.send({ type: 'unsubscribe', ref: '2', sub: 'all' });
  expect(await heard.next()).toEqual({ type: 'ok', ref: '2' });
  await server.pulls(0);
  connection.send(push('3', 'a'));
  expect(await heard.next()).toMatchObject({ type: 'ack', ref: '3' });
  expect(heard.all).toHaveLength(4);
});

test('a subscription that is ended in the middle of an answer says nothing more', async () => {
  await signIn();
  const message = heard.message.bind(heard);
  heard.message = (told) => {
    message(told);
    if (told.type === 'snapshot') {
      connection.send({ type: 'unsubscribe', ref: '2', sub: 'all' });
    }
  };
  connection.send(subscribe('1', 'all'));
  expect(await heard.some(2)).toMatchObject([{ type: 'snapshot' }, { type: 'ok', ref: '2' }]);
  connection.send({ type: 'ping' });
  expect(await heard.next()).toMatchObject({ type: 'pong' });
});

test('more subscriptions than may be asked for at a time take turns', async () => {
  await signIn();
  for (const sub of ['a', 'b', 'c']) {
    connection.send(subscribe(sub, sub, { cursor: 'c0' }));
  }
  await server.pulls(3);
  await time.pass(2_000);
  connection.send(subscribe('d', 'd'));
  expect(await heard.some(2)).toMatchObject([
    { type: 'snapshot', sub: 'd' },
    { type: 'live', sub: 'd' },
  ]);
  await server.pulls(3);
  for (let rounds = 0; rounds < 3; rounds++) {
    server.release();
    await time.pass(2_000);
    await server.pulls(3);
  }
  const waits = server.asked.filter(({ path }) => path.endsWith('pull')).map(({ query }) => query.wait);
  expect(waits.slice(0, 3)).toEqual(['25', '25', '25']);
  expect(new Set(waits.slice(3))).toEqual(new Set(['2']));
  const live = heard.all.filter((told) => told.type === 'live').map((told) => (told as { sub?: string }).sub);
  expect(new Set(live)).toEqual(new Set(['a', 'b', 'c', 'd']));
});

test('a subscription that is refused is answered with why, and may be tried again', async () => {
  await signIn();
  server.faults.push((_, response) => (refuse(response, 422, 'unknown-collection'), true));
  connection.send(subscribe('1', 'all'));
  expect(await heard.next()).toMatchObject({ type: 'error', ref: '1', problem: { code: 'unknown-collection' } });
  connection.send(subscribe('2', 'all', { cursor: 'c0' }));
  await server.pulls(1);
});

test('a filter that fits no request line is refused', async () => {
  await signIn();
  const where = { title: { $in: Array.from({ length: 64 }, (_, at) => `${at}${'ü'.repeat(190)}`) } };
  connection.send(subscribe('1', 'all', { where }));
  expect(await heard.next()).toMatchObject({ type: 'error', ref: '1', problem: { code: 'too-large' } });
});

test.each([
  ['breaks off', (_: unknown, response: { destroy(): void }) => (response.destroy(), true)],
  ['is a page of somebody else', (_: unknown, r: never) => (answer(r, 200, '<html>Sign in to this network'), true)],
  ['comes from a proxy', (_: unknown, r: never) => (answer(r, 502, { oops: true }), true)],
  ['is a mishap of the server', (_: unknown, r: never) => (refuse(r, 500, 'internal'), true)],
])('an answer that %s ends the connection', async (_, fault) => {
  await signIn();
  server.faults.push(fault as (typeof server.faults)[number]);
  connection.send(subscribe('1', 'all'));
  expect(await heard.next()).toEqual({ type: 'closed', code: 1006 });
});

test('a server that does not answer in time is gone', async () => {
  await signIn();
  connection.send(subscribe('1', 'all', { cursor: 'c0' }));
  await server.pulls(1);
  await time.pass(44_000);
  expect(heard.all).toHaveLength(2);
  await time.pass(2_000);
  expect(await heard.next()).toEqual({ type: 'closed', code: 1006 });
});

test('a ping is answered by the server, and what needs a socket is refused', async () => {
  await signIn();
  const asked = server.asked.length;
  connection.send({ type: 'ping', t: 7 });
  expect(await heard.next()).toEqual({ type: 'pong', t: 7, heads: { [STORE]: 0 } });
  expect(server.asked).toHaveLength(asked + 1);
  expect(server.asked.at(-1)).toMatchObject({ method: 'GET', path: '/v1/sync/welcome' });
  connection.send(push('9', 'a', 'b'));
  expect(await heard.next()).toMatchObject({ type: 'ack', ref: '9' });
  connection.send({ type: 'ping' });
  expect(await heard.next()).toEqual({ type: 'pong', heads: { [STORE]: 2 } });
  connection.send({ type: 'presence', state: {} });
  connection.send({ type: 'digest', ref: '1', collection: 'todos' });
  expect(await heard.next()).toMatchObject({ type: 'error', ref: '1', problem: { code: 'unknown-message' } });
});

test('a ping brings who is there', async () => {
  await signIn();
  server.company = { devices: [{ deviceId: 'laptop' }], activities: [] };
  connection.send({ type: 'ping' });
  expect(await heard.some(2)).toEqual([
    { type: 'pong', heads: { [STORE]: 0 } },
    { type: 'present', storeId: STORE, ...server.company },
  ]);
});

test('closed by us it says so once, and asks for nothing more', async () => {
  await signIn();
  connection.send(subscribe('1', 'all', { cursor: 'c0' }));
  await server.pulls(1);
  connection.close(1000);
  connection.close(1001);
  connection.send(push('2', 'a'));
  expect(await heard.next()).toEqual({ type: 'closed', code: 1000 });
  await server.pulls(0);
  await time.pass(60_000);
  expect(heard.all).toHaveLength(3);
});

test('nobody there is a connection that is lost at the first word', async () => {
  const lost = new Heard();
  const none = new HttpTransport({ url: 'http://127.0.0.1:1', timers: time }).connect(lost);
  expect(await lost.next()).toEqual({ type: 'opened' });
  none.send(hello());
  expect(await lost.next()).toEqual({ type: 'closed', code: 1006 });
});
