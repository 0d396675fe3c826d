// This product as a driver for a sync bench that measures several servers with one client: start() brings the whole local
// stack up (`./xeo up`, PostgreSQL with fsync, a RabbitMQ of its own with quorum queues), connect() is one device on one
// socket through the gateway. A space is an account: its store. See README.md.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Device } from './device.mjs';
import { freePort, Child, sleep, until } from './process.mjs';
import { rabbit } from './rabbit.mjs';

const HOME = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
// `ws` is the bench's, not ours
const WebSocket = createRequire(path.resolve(process.argv[1]))('ws');

export function makeDriver() {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'xeo-bench-'));
  const accounts = new Map();
  let broker, stack, port, starts = 0;

  const url = () => `http://127.0.0.1:${port}`;
  const post = async (call, body) => {
    const response = await fetch(url() + call, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${call}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const up = async () => {
    await broker.start();
    const log = path.join(data, `up-${++starts}.log`);
    stack = new Child(path.join(HOME, 'xeo'), ['up'], {
      log,
      env: { XEO_DATA: path.join(data, 'stack'), XEO_PORT: String(port), ...broker.environment() },
    });
    await until('the stack is up', 300_000, async () => {
      const said = fs.readFileSync(log, 'utf8');
      if (stack.exited) throw new Error('the stack did not start:\n' + said);
      return said.includes('Ctrl-C') && (await fetch(`${url()}/health`).catch(() => null))?.ok;
    });
  };
  const signIn = (space, name) => {
    const credentials = { email: `${space}@bench.example`.toLowerCase(), password: 'a password for the bench' };
    if (!accounts.has(space)) accounts.set(space, post('/v1/auth/register', credentials));
    return accounts.get(space).then(() => post('/v1/auth/login', { ...credentials, device: { name, platform: 'bench' } }));
  };

  const driver = {
    name: 'xeocontext',
    version: 'work tree, ' + process.version + ' client',
    durability: 'ack after the owner\'s PostgreSQL transaction is committed (fsync on); events persistent and confirmed in RabbitMQ quorum queues',
    storeShared: false,
    async start() {
      port = await freePort();
      broker = await rabbit(path.join(data, 'rabbit'), path.join(HOME, 'deploy/rabbitmq/definitions.json'));
      await up();
      await warmUp(driver);
    },
    pids: () => [...stack.tree(), ...broker.tree()],
    async stop() { await stack.stop(); await broker.stop(); },
    async kill9() { await stack.kill(); await broker.kill(); },
    restart: up,
    cleanup() { if (!process.env.XEO_BENCH_KEEP) fs.rmSync(data, { recursive: true, force: true }); else console.error('kept', data); },
    async connect(user, { space = 'bench' } = {}) {
      const device = new Device(WebSocket, `${url().replace('http', 'ws')}/v1/sync`);
      await device.open(await signIn(space, user));
      return device;
    },
    /** X is offline while Y deletes; X comes back, and then sends what it had written before. */
    async deleteWhileOffline() {
      const y = await this.connect('Y', { space: 'gone' });
      const x = await this.connect('X', { space: 'gone' });
      await y.push([{ type: 'put', key: 'k', value: { title: 'k', done: false, notes: '' } }]);
      const before = await x.snapshot();
      const stale = x.write([{ type: 'put', key: 'k', value: { title: 'stale offline edit', done: false, notes: '' } }]);
      await x.close();
      await y.push([{ type: 'del', key: 'k' }]);
      const back = await this.connect('X', { space: 'gone' });
      const seen = await back.snapshot();
      const answer = await back.send(stale);
      const after = await y.snapshot();
      await Promise.all([back.close(), y.close()]);
      return { x_had_k_before: before.data.has('k'), sees_delete: seen.data.has('k') ? 'NO' : 'yes (tombstone)', stale_put: answer[0].status, stale_put_resurrects: after.data.has('k') };
    },
  };
  return driver;
}

/**
 * A JVM that has just started is slower than the one that a user meets: its compiler needs minutes of load on two cores,
 * first on the ways of writing, then on that of a change to many devices, before anything is measured.
 */
async function warmUp(driver) {
  const seconds = Number(process.env.XEO_BENCH_WARM_UP ?? 180);
  const writers = await connect(driver, 50, (i) => `warm${i}`);
  const watchers = await connect(driver, 200, () => 'warm0');
  await Promise.all(watchers.slice(0, 20).map((device) => device.subscribe(() => {})));
  await during(seconds * 2 / 3, writers, (d, i) => writers[d].push(todos(`warm${d}`, i, 10)));
  await Promise.all(watchers.slice(20).map((device) => device.subscribe(() => {})));
  await during(seconds / 3, [writers[0]], (_, i) => Promise.all([writers[0].push(todos('watched', i, 1)), sleep(20)]));
  await Promise.all([...writers, ...watchers].map((device) => device.close()));
}

/** A few at a time: hashing a password is slow on purpose. */
async function connect(driver, count, space) {
  const devices = [];
  for (let i = 0; i < count; i += 5) {
    devices.push(...await Promise.all(Array.from({ length: 5 }, (_, k) => driver.connect('warm', { space: space(i + k) }))));
  }
  return devices;
}

async function during(seconds, devices, step) {
  const end = Date.now() + seconds * 1000;
  await Promise.all(devices.map(async (_, d) => { for (let i = 0; Date.now() < end; i += 10) await step(d, i); }));
}

function todos(name, from, count) {
  return Array.from({ length: count }, (_, k) => ({ type: 'put', key: `${name}-${from + k}`, value: { title: 'warm', done: false, notes: 'warm' } }));
}
