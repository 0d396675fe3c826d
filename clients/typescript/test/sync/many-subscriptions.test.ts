import { expect, test } from 'vitest';
import { newNode } from '../../src/clock/hlc.js';
import { HybridClock } from '../../src/clock/hybrid-clock.js';
import type { Wanted } from '../../src/sync/target.js';
import { newId } from '../../src/value/id.js';
import { Device } from '../convergence/device.js';
import { seeded } from '../seeded.js';
import { FAIR } from '../server/network.js';
import { SimulatedServer, WELL_BEHAVED } from '../server/server.js';
import { VirtualTime } from '../server/virtual-time.js';

const RANKS = [0, 1, 2, 3];
const WANTED: readonly Wanted[] = [
  ...RANKS.map((rank) => ({ sub: `rank-${rank}`, collections: ['todos'], where: { rank } })),
  { sub: 'lists', collections: ['lists'] },
];

test('a device that wants more subscriptions than the server takes misses nothing, and is live', async () => {
  const random = seeded(3);
  const time = new VirtualTime();
  const limits = { ...WELL_BEHAVED.limits, subscriptions: 3 };
  const server = new SimulatedServer(time, random, { ...WELL_BEHAVED, limits });
  const visitor = new HybridClock({ node: newNode(random), now: () => time.now() });
  const visit = (rank: number, id = newId(time.now(), random)) => {
    const fields = { rank, title: `of ${rank}` };
    const op = { opId: newId(time.now(), random), collection: 'todos', id, kind: 'put', hlc: visitor.now(), fields };
    server.publish(server.owner.take([op as never], false, 'visitor', time.now()).changes);
    return id;
  };
  const ids = RANKS.map((rank) => visit(rank));
  await time.pass(100);
  const device = new Device('device', { server, time, random }, WANTED, FAIR);
  await device.boot();
  await time.until(() => device.isLive);
  const later = visit(2);
  visit(1, ids[3]);
  await time.pass(1_000);
  const rows = [...device.process!.view.collection('todos').rows()].map(({ id, rank }) => [id, rank]);
  expect(rows.sort()).toEqual(
    [
      [ids[0], 0],
      [ids[1], 1],
      [ids[2], 2],
      [ids[3], 1],
      [later, 2],
    ].sort(),
  );
  expect(server.said.get('rate-limited')).toBeUndefined();
  expect(device.process!.engine.status).toMatchObject({ state: 'live' });
  await device.shutDown();
});
