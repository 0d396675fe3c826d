import { expect, test } from 'vitest';
import { loadedLater } from '../../src/client/transport.js';
import type { ConnectionEvents, Transport } from '../../src/sync/ports.js';
import type { ClientMessage } from '../../src/wire/messages.js';
import { settled } from '../server/virtual-time.js';

function told(): { events: ConnectionEvents; lines: string[] } {
  const lines: string[] = [];
  const events = {
    opened: () => lines.push('opened'),
    message: () => lines.push('message'),
    closed: (code: number, reason: string) => lines.push(`closed ${code} ${reason}`),
  };
  return { events, lines };
}

test('a transport that is loaded later connects when it is there', async () => {
  const sent: ClientMessage[] = [];
  const inner: Transport = {
    connect(events) {
      queueMicrotask(() => events.opened());
      return { buffered: 7, send: (message) => sent.push(message), close: () => events.closed(1000, 'done') };
    },
  };
  const { events, lines } = told();
  const connection = loadedLater(async () => inner).connect(events);
  expect(connection.buffered).toBe(0);
  await settled();
  connection.send({ type: 'ping' });
  connection.close();
  expect(connection.buffered).toBe(7);
  expect(sent).toEqual([{ type: 'ping' }]);
  expect(lines).toEqual(['opened', 'closed 1000 done']);
});

test('one that cannot be loaded does not open', async () => {
  const { events, lines } = told();
  loadedLater(() => Promise.reject(new Error('no network'))).connect(events);
  await settled();
  expect(lines).toEqual(['closed 1006 Error: no network']);
});

test('one that is closed before it is there stays closed', async () => {
  const { events, lines } = told();
  const connect = () => {
    throw new Error('connected');
  };
  loadedLater(async () => ({ connect }))
    .connect(events)
    .close(1000, 'over');
  await settled();
  expect(lines).toEqual(['closed 1000 over']);
});
