import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Json } from '../../src/value/json.js';
import { DeviceClock } from '../../src/replica/device-clock.js';
import type { RecordEntry } from '../../src/replica/entries.js';
import { Replica } from '../../src/replica/replica.js';
import { MemoryStorage } from '../../src/storage/memory.js';
import { Engine } from '../../src/sync/engine.js';
import { HttpTransport } from '../../src/sync/http.js';
import type { Timers } from '../../src/sync/ports.js';
import { newId } from '../../src/value/id.js';
import { seeded } from '../seeded.js';
import { FallbackServer } from './fallback-server.js';

const timers: Timers = {
  now: () => Date.now(),
  after: (millis, work) => {
    const timer = setTimeout(work, millis);
    return () => clearTimeout(timer);
  },
};
const random = seeded(31);
const RECORD = '0193a5f0-7c1e-7b3a-9d2f-1c8e5a6b7c01';

let server: FallbackServer;
let url: string;
let devices: Device[] = [];

beforeEach(async () => {
  server = new FallbackServer();
  url = await server.open();
});

afterEach(async () => {
  await Promise.all(devices.map(({ engine }) => engine.stop()));
  devices = [];
  await server.close();
});

/** A replica and an engine that has no WebSocket. */
class Device {
  private wake: () => void = () => undefined;

  private constructor(
    readonly storage: MemoryStorage,
    readonly clock: DeviceClock,
    readonly replica: Replica,
    readonly engine: Engine,
  ) {
    engine.onStatus(() => this.wake());
  }

  static async begin(token = 'good', storage = new MemoryStorage()): Promise<Device> {
    const { now } = timers;
    await storage.open();
    const clock = await DeviceClock.read(storage, { now, random });
    const replica = await Replica.open({ storage, clock, now, committed: () => device.wake() });
    replica.want({ sub: 'todos', collections: ['todos'] });
    const engine = new Engine({
      target: replica,
      transport: new HttpTransport({ url, timers }),
      network: { online: true, onChange: () => () => undefined },
      timers,
      random,
      token: () => Promise.resolve(token),
      device: () => ({ id: 'device', name: 'Laptop', platform: 'test', node: clock.node }),
    });
    const device = new Device(storage, clock, replica, engine);
    devices.push(device);
    return device;
  }

  put(fields: Readonly<Record<string, Json>>): Promise<void> {
    const at = timers.now();
    const op = {
      opId: newId(at, random),
      collection: 'todos',
      id: RECORD,
      kind: 'put' as const,
      hlc: this.clock.now(),
      fields,
    };
    return this.replica.record({ ops: [op], at, offset: this.clock.offset });
  }

  async confirmed(): Promise<Json | undefined> {
    const [entry] = await this.storage.get('records', [`todos/${RECORD}`]);
    return (entry as unknown as RecordEntry | undefined)?.s.fields as Json | undefined;
  }

  /** Once it holds; it is looked at whenever something was committed or became of the engine. */
  async until(holds: () => Promise<boolean> | boolean): Promise<void> {
    for (;;) {
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      if (await holds()) {
        return;
      }
      await woken;
    }
  }
}

test('two devices without a WebSocket hold the same', async () => {
  const [one, two] = [await Device.begin(), await Device.begin()];
  await one.put({ title: 'Milk', done: false });
  one.engine.start();
  await one.until(() => one.engine.status.state === 'live' && one.replica.unsent === 0);
  two.engine.start();
  await two.until(async () => JSON.stringify(await two.confirmed()) === '{"title":"Milk","done":false}');
  await two.put({ done: true });
  await one.until(async () => JSON.stringify(await one.confirmed()) === '{"title":"Milk","done":true}');
  expect(one.replica.storeId).toBe(two.replica.storeId);
});

test('a replica of one user takes nothing of another, and sends it nothing', async () => {
  const storage = new MemoryStorage();
  const mine = await Device.begin('good', storage);
  mine.engine.start();
  await mine.until(() => mine.engine.status.state === 'live');
  await mine.engine.stop();
  await mine.put({ title: 'Secret' });
  server.tokens.set('other', '0193a5f0-0000-7000-8000-00000000000b');
  const other = await Device.begin('other', storage);
  other.engine.start();
  await other.until(() => other.engine.status.state === 'closed');
  expect(other.engine.status.problem?.code).toBe('foreign-store');
  expect(server.ops).toEqual([]);
});

test('a server that was put back while a device was away is given again what it had taken', async () => {
  const device = await Device.begin();
  await device.put({ title: 'Milk' });
  device.engine.start();
  await device.until(() => device.engine.status.state === 'live' && device.replica.unsent === 0);
  const [op] = server.ops;
  await device.engine.stop();
  server.restore();
  expect(server.ops).toEqual([]);
  device.engine.start();
  await device.until(() => device.engine.status.state === 'live' && device.replica.unsent === 0);
  expect(server.ops).toEqual([op]);
  await device.until(async () => JSON.stringify(await device.confirmed()) === '{"title":"Milk"}');
});

test('a server that is put back while a device is live is given again what it had taken', async () => {
  const device = await Device.begin();
  device.engine.start();
  await device.until(() => device.engine.status.state === 'live');
  await device.put({ title: 'Milk' });
  await device.until(() => device.replica.unsent === 0);
  const [op] = server.ops;
  await server.pulls(1);
  server.restore();
  await device.until(() => server.ops.length > 0 && device.replica.unsent === 0);
  expect(server.ops).toEqual([op]);
});

test('a token that is refused is asked for once more, and no more', async () => {
  const device = await Device.begin('stale');
  device.engine.start();
  await device.until(() => device.engine.status.state === 'closed');
  expect(device.engine.status.problem?.code).toBe('token-expired');
  expect(server.asked.filter(({ path }) => path === '/v1/sync/welcome')).toHaveLength(2);
});
