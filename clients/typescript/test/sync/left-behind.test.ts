import { expect, test } from 'vitest';
import { newNode } from '../../src/clock/hlc.js';
import { HybridClock } from '../../src/clock/hybrid-clock.js';
import type { Op } from '../../src/record/op.js';
import type { Wanted } from '../../src/sync/target.js';
import { newId } from '../../src/value/id.js';
import { Device } from '../convergence/device.js';
import { seeded } from '../seeded.js';
import { FAIR } from '../server/network.js';
import { SimulatedServer } from '../server/server.js';
import { VirtualTime } from '../server/virtual-time.js';

const WHOLE: Wanted = { sub: 'todos', collections: ['todos'] };
const URGENT: Wanted = { sub: 'urgent', collections: ['todos'], where: { rank: { $gte: 3 } } };
const OPEN: Wanted = { sub: 'open', collections: ['todos'], where: { done: false } };

/** A device that looks at something else than before, and somebody who changes what it looked at. */
async function scene() {
  const random = seeded(6);
  const time = new VirtualTime();
  const server = new SimulatedServer(time, random);
  const visitor = new HybridClock({ node: newNode(random), now: () => time.now() });
  const device = new Device('device', { server, time, random }, [], FAIR);
  await device.boot();
  const ids = ['1', '2', '3'].map(() => newId(time.now(), random));
  const visit = (at: number, fields: NonNullable<Op['fields']>): void => {
    const about = { collection: 'todos', id: ids[at]!, kind: 'put', fields } as const;
    const op = { ...about, opId: newId(time.now(), random), hlc: visitor.now() };
    server.publish(server.owner.take([op], false, 'visitor', time.now()).changes);
  };
  ids.forEach((_, at) => visit(at, { rank: 3 + at, done: false, title: `${at}` }));
  await time.pass(100);
  const rows = () => [...device.process!.view.collection('todos').rows()];
  return {
    ...{ time, device, visit },
    want: (wanted: Wanted) => device.process!.replica.want(wanted),
    settle: () => time.pass(41_000),
    urgent: () =>
      rows()
        .filter(({ rank }) => (rank as number) >= 3)
        .map(({ title }) => title)
        .sort(),
    all: () =>
      rows()
        .map(({ title, rank }) => `${title}:${rank}`)
        .sort(),
  };
}

test.each([[WHOLE], [OPEN]])('what %o has left behind does not look like something else any more', async (before) => {
  const { visit, want, settle, urgent, all } = await scene();
  const over = want(before);
  await settle();
  want(URGENT);
  over();
  await settle();
  expect(urgent()).toEqual(['0', '1', '2']);
  visit(0, { rank: 0 });
  await settle();
  expect(urgent()).toEqual(['1', '2']);
  want(before);
  await settle();
  expect(all()).toEqual(['0:0', '1:4', '2:5']);
});

test('what was changed while nobody looked is not shown as it was', async () => {
  const { device, time, visit, want, settle, urgent, all } = await scene();
  const over = want(WHOLE);
  await settle();
  over();
  await settle();
  visit(1, { rank: 1 });
  await settle();
  const again = want(URGENT);
  await settle();
  expect(urgent()).toEqual(['0', '2']);
  again();
  visit(2, { rank: 2 });
  await settle();
  device.network.cut();
  want(URGENT);
  await time.until(() => device.isLive);
  await settle();
  expect(urgent()).toEqual(['0']);
  want(WHOLE);
  await settle();
  expect(all()).toEqual(['0:3', '1:1', '2:2']);
});

test('what is wanted again in a moment is gone on with from its cursor', async () => {
  const { device, time, visit, want, settle, all } = await scene();
  const over = want(WHOLE);
  await settle();
  await device.shutDown();
  over();
  visit(1, { rank: 1 });
  await device.boot();
  want(URGENT);
  await time.until(() => device.isLive);
  expect(device.process!.replica.place('todos').cursor).toBeDefined();
  want(WHOLE);
  await settle();
  expect(all()).toEqual(['0:3', '1:1', '2:5']);
});

test('what was left behind is there until the first snapshot of something else has come', async () => {
  const { device, visit, want, settle, urgent } = await scene();
  const over = want(WHOLE);
  await settle();
  want(OPEN);
  over();
  device.network.loses = (message) => 'sub' in message && message.sub === URGENT.sub;
  const stop = want(URGENT);
  visit(1, { done: true });
  await settle();
  expect(urgent()).toEqual(['0', '2']);
  stop();
  device.network.loses = undefined;
  want(URGENT);
  await settle();
  expect(urgent()).toEqual(['0', '1', '2']);
});

test('what nobody contradicts stays, and is gone on with from its cursor', async () => {
  const { visit, want, settle, all, device } = await scene();
  const over = want(OPEN);
  await settle();
  want(URGENT);
  over();
  visit(1, { rank: 9 });
  await settle();
  expect(device.process!.replica.place('open').cursor).toBeDefined();
  expect(all()).toEqual(['0:3', '1:9', '2:5']);
});
