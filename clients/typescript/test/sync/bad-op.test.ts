import { describe, expect, test } from 'vitest';
import { newId } from '../../src/value/id.js';
import { Device } from '../convergence/device.js';
import { seeded } from '../seeded.js';
import { INDIGESTIBLE } from '../server/conversation.js';
import { FAIR } from '../server/network.js';
import { type Behaviour, SimulatedServer, WELL_BEHAVED } from '../server/server.js';
import { VirtualTime } from '../server/virtual-time.js';

const OPS = 300;

async function flushed(behaviour: Partial<Behaviour>, titles: readonly string[]) {
  const random = seeded(9);
  const time = new VirtualTime();
  const server = new SimulatedServer(time, random, { ...WELL_BEHAVED, ...behaviour });
  const wanted = [{ sub: 'todos', collections: ['todos'] }];
  const device = new Device('device', { server, time, random }, wanted, FAIR);
  let connections = 0;
  const { accept } = server;
  server.accept = (socket) => (connections++, accept.call(server, socket));
  device.network.setOnline(false);
  await device.boot();
  const ids = titles.map(() => newId(time.now(), random));
  titles.forEach((title, at) =>
    device.change([{ collection: 'todos', id: ids[at]!, kind: 'put', fields: { title } }], false),
  );
  await time.pass(100);
  device.network.setOnline(true);
  await time.until(() => device.isLive);
  const refused = [...(await device.refused()).values()];
  const codes = refused.map(({ op, problem }) => [ids.indexOf(op.id), problem.code]);
  return { codes, connections, taken: server.owner.records.size };
}

function titles(bad: Readonly<Record<number, string>>): string[] {
  return Array.from({ length: OPS }, (_, at) => bad[at] ?? `title ${at}`);
}

describe('an op for which the server hangs up', () => {
  test('is found among many, and the others are taken', async () => {
    const { codes, connections, taken } = await flushed({}, titles({ 217: INDIGESTIBLE }));
    expect(codes).toEqual([[217, 'malformed-message']]);
    expect(taken).toBe(OPS - 1);
    expect(connections).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(OPS)));
  });

  test('may be one of several', async () => {
    const { codes, taken } = await flushed({}, titles({ 0: INDIGESTIBLE, 150: INDIGESTIBLE, 299: INDIGESTIBLE }));
    expect(codes).toEqual([0, 150, 299].map((at) => [at, 'malformed-message']));
    expect(taken).toBe(OPS - 3);
  });

  test('is refused as too large when its frame is', async () => {
    const { codes, taken } = await flushed({ largestFrame: 20_000 }, titles({ 40: 'x'.repeat(20_000) }));
    expect(codes).toEqual([[40, 'too-large']]);
    expect(taken).toBe(OPS - 1);
  });

  test('is none when pushes were only too large together', async () => {
    const { codes, taken } = await flushed({ largestFrame: 5_000 }, titles({}));
    expect(codes).toEqual([]);
    expect(taken).toBe(OPS);
  });
});
