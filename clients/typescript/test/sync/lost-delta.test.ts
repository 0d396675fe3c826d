import { expect, test } from 'vitest';
import type { Wanted } from '../../src/sync/target.js';
import { newId } from '../../src/value/id.js';
import { Device } from '../convergence/device.js';
import { seeded } from '../seeded.js';
import { FAIR } from '../server/network.js';
import { SimulatedServer } from '../server/server.js';
import { VirtualTime } from '../server/virtual-time.js';

test.each<Wanted>([
  { sub: 'todos', collections: ['todos'] },
  { sub: 'urgent', collections: ['todos'], where: { rank: { $gte: 3 } } },
])('a device whose last delta of $sub was lost has what it told within two minutes', async (wanted) => {
  const random = seeded(4);
  const time = new VirtualTime();
  const server = new SimulatedServer(time, random);
  const [writer, reader] = ['writer', 'reader'].map(
    (name) => new Device(name, { server, time, random }, [wanted], FAIR),
  );
  await writer!.boot();
  await reader!.boot();
  await time.until(() => writer!.isLive && reader!.isLive);
  let lost = 0;
  reader!.network.loses = ({ type }) => type === 'delta' && lost++ === 0;
  const id = newId(time.now(), random);
  writer!.change([{ collection: 'todos', id, kind: 'put', fields: { rank: 5 } }], false);
  const rows = () => [...reader!.process!.view.collection('todos').rows()];
  await time.pass(10_000);
  expect([lost, rows()]).toEqual([1, []]);
  await time.pass(110_000);
  expect(rows()).toEqual([{ id, rank: 5 }]);
  expect(reader!.isLive).toBe(true);
});
