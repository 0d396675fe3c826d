import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { WebSocketTransport, type WebSocketConstructor } from '../../src/sync/websocket.js';
import type { ClientMessage } from '../../src/wire/messages.js';
import { Heard } from './heard.js';

interface Socket {
  readonly socket: WebSocket;
  /** What it was asked for, and what came over it. */
  readonly path: string;
  readonly protocol: string;
  message(): Promise<string>;
  readonly closed: Promise<number>;
}

let server: WebSocketServer;
let sockets: Promise<Socket>;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  sockets = new Promise((resolve) =>
    server.once('connection', (socket, request) => {
      const received: string[] = [];
      let wake = () => undefined as unknown;
      socket.on('message', (data) => {
        received.push(String(data));
        wake();
      });
      const closed = new Promise<number>((done) => socket.once('close', done));
      const message = async () => {
        while (received.length === 0) {
          await new Promise((done) => (wake = () => done(undefined)));
        }
        return received.shift()!;
      };
      resolve({ socket, path: request.url ?? '', protocol: socket.protocol, message, closed });
    }),
  );
});

afterEach(async () => {
  server.clients.forEach((socket) => socket.terminate());
  await new Promise((resolve) => server.close(resolve));
});

function connect(heard: Heard, path = '') {
  const { port } = server.address() as AddressInfo;
  return new WebSocketTransport({ url: `http://127.0.0.1:${port}${path}`, WebSocket }).connect(heard);
}

const PING: ClientMessage = { type: 'ping', t: 1 };

test('says what is sent, and tells what comes, in order', async () => {
  const heard = new Heard();
  const connection = connect(heard);
  expect(await heard.next()).toEqual({ type: 'opened' });
  const { socket, path, protocol, message } = await sockets;
  expect([path, protocol]).toEqual(['/v1/sync', 'xeo.sync.v1']);
  connection.send(PING);
  connection.send({ type: 'token', token: 'ü' });
  expect([await message(), await message()]).toEqual(['{"type":"ping","t":1}', '{"type":"token","token":"ü"}']);
  socket.send('{"type":"ok","ref":"1"}');
  socket.send('{"type":"draining","retryAfterMs":2000}');
  expect(await heard.some(2)).toEqual([
    { type: 'ok', ref: '1' },
    { type: 'draining', retryAfterMs: 2000 },
  ]);
  expect(connection.buffered).toBe(0);
});

test('what is no message is left out', async () => {
  const heard = new Heard();
  connect(heard);
  const { socket } = await sockets;
  socket.send('{"type":"news"}');
  socket.send('so what');
  socket.send(Buffer.from('{"type":"ok"}'), { binary: true });
  socket.send('{"type":"ok","ref":"2"}');
  expect(await heard.some(2)).toEqual([{ type: 'opened' }, { type: 'ok', ref: '2' }]);
});

test('tells with which code the server closes it', async () => {
  const heard = new Heard();
  const connection = connect(heard);
  const { socket } = await sockets;
  expect(await heard.next()).toEqual({ type: 'opened' });
  socket.close(4409, 'replaced');
  expect(await heard.next()).toEqual({ type: 'closed', code: 4409 });
  connection.send(PING);
  connection.close();
  expect(heard.all).toHaveLength(2);
});

test('a connection that breaks is closed with 1006', async () => {
  const heard = new Heard();
  connect(heard);
  const { socket } = await sockets;
  expect(await heard.next()).toEqual({ type: 'opened' });
  socket.terminate();
  expect(await heard.next()).toEqual({ type: 'closed', code: 1006 });
});

test('closed by us it is closed at once, and nothing comes any more', async () => {
  const heard = new Heard();
  const connection = connect(heard);
  const { socket, closed } = await sockets;
  await heard.next();
  socket.send('{"type":"ok","ref":"late"}');
  connection.close(4000, 'enough');
  connection.close();
  expect(await heard.next()).toEqual({ type: 'closed', code: 4000 });
  expect(await closed).toBe(4000);
  expect(heard.all).toHaveLength(2);
});

test('codes that browsers refuse are not said', async () => {
  const heard = new Heard();
  const connection = connect(heard);
  const { closed } = await sockets;
  await heard.next();
  connection.close(1006);
  expect(await heard.next()).toEqual({ type: 'closed', code: 1006 });
  expect(await closed).toBe(1000);
});

test('it may be closed before it is open', async () => {
  const heard = new Heard();
  const connection = connect(heard);
  connection.send(PING);
  connection.close();
  expect(await heard.next()).toEqual({ type: 'closed', code: 1000 });
});

test('nobody there is a connection that never opened', async () => {
  const heard = new Heard();
  new WebSocketTransport({ url: 'http://127.0.0.1:1', WebSocket }).connect(heard);
  expect(await heard.next()).toEqual({ type: 'closed', code: 1006 });
});

test('a platform without sockets is one on which none opens', async () => {
  vi.stubGlobal('WebSocket', undefined);
  const heard = new Heard();
  new WebSocketTransport({ url: 'http://127.0.0.1:1' }).connect(heard);
  expect(await heard.next()).toEqual({ type: 'closed', code: 1006 });
  vi.unstubAllGlobals();
});

test('the socket of the platform is used unless another one is given', async () => {
  vi.stubGlobal('WebSocket', WebSocket);
  const heard = new Heard();
  const { port } = server.address() as AddressInfo;
  new WebSocketTransport({ url: `http://127.0.0.1:${port}` }).connect(heard);
  expect(await heard.next()).toEqual({ type: 'opened' });
  vi.unstubAllGlobals();
});

test('a path before the address stays, and https becomes wss', async () => {
  const made: string[] = [];
  const Refusing = class {
    constructor(url: string) {
      made.push(url);
      throw new Error('not here');
    }
  } as unknown as WebSocketConstructor;
  const heard = new Heard();
  new WebSocketTransport({ url: 'https://example.com/xeo/', WebSocket: Refusing }).connect(heard);
  expect(heard.all).toEqual([]);
  expect(await heard.next()).toEqual({ type: 'closed', code: 1006 });
  expect(made).toEqual(['wss://example.com/xeo/v1/sync']);
});
