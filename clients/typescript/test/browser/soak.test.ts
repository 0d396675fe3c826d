import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { Person } from '../stack/people.js';
import { seeded } from '../seeded.js';
import { inChromium } from './in-chromium.js';
import { serverSide, titlesAt, type ServerSide } from './server-side.js';
import { Session } from './session.js';
import { Site } from './site.js';
import { browserDevice, nodeDevice, type SoakDevice } from './soak-devices.js';
import type { Standing } from './todos.js';
import { until } from './until.js';

const SECONDS = Number(process.env['XEO_SOAK_CLIENT_SECONDS'] ?? 20);
const SEED = Number(process.env['XEO_SEED'] ?? 20261122);
const SETTLE_MILLIS = 180_000;

inChromium('two browsers and a Node process that edit the same todos', () => {
  const url = inject('url');
  let site: Site;
  let observer: Session;
  const devices: SoakDevice[] = [];

  beforeAll(async () => {
    site = await Site.start();
    const { person, session } = await Person.register(url, 'Chromium 1');
    observer = new Session(url, await person.signIn('observer'));
    devices.push(await browserDevice('Chromium 1', url, site, session));
    devices.push(await browserDevice('Chromium 2', url, site, await person.signIn('Chromium 2')));
    devices.push(await nodeDevice(url, await person.signIn('Node')));
  });
  afterAll(async () => {
    for (const device of devices) await device.end();
    await site?.stop();
  });

  it(
    `are equal at the end, records and digests, after ${SECONDS} s of edits online and offline in turns`,
    { timeout: SECONDS * 1_000 + 2 * SETTLE_MILLIS },
    async () => {
      const over = Date.now() + SECONDS * 1_000;
      await Promise.all(devices.map((device, at) => bear(device, SEED + 1_000 * at, over)));

      const { server, standings } = await until(
        () => lookAround(),
        ({ server: at, standings: all }) =>
          all.every((one) => isEqual(one, at) && one.rows.join() === all[0]!.rows.join()),
        SETTLE_MILLIS,
      ).catch((error: Error) => {
        throw new Error(`seed ${SEED}: ${error.message}`);
      });

      expect(server.head).toBeGreaterThan(SECONDS);
      expect(standings.flatMap(({ refused }) => refused)).toEqual([]);
      const titles = standings[0]!.rows.map((row) => String((JSON.parse(row) as { title?: string }).title));
      expect(await titlesAt(url, observer)).toEqual(titles.sort());
      console.log(`${server.head} ops, ${titles.length} todos, ${server.root.count} records`);
    },
  );

  async function lookAround(): Promise<{ server: ServerSide; standings: Standing[] }> {
    const server = await serverSide(url, observer);
    const standings = await Promise.all(devices.map((device) => device.standings(server.purgedBefore)));
    return { server, standings: standings.flat() };
  }
});

function isEqual({ state, unsent, root }: Standing, server: ServerSide): boolean {
  return state === 'live' && unsent === 0 && root.sum === server.root.sum && root.count === server.root.count;
}

/** Edits on a device in all weathers, which come from the seed. */
async function bear(device: SoakDevice, seed: number, over: number): Promise<void> {
  const random = seeded(seed);
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least));
  const pass = (millis: number) => new Promise((done) => setTimeout(done, Math.min(millis, over - Date.now())));
  await device.edit(seed);
  while (Date.now() < over) {
    await pass(between(300, 3_000));
    const weather = between(0, 4);
    if (weather === 0) {
      device.cable.cut();
      await device.setOffline(true);
      await pass(between(500, 5_000));
      device.cable.mend();
      await device.setOffline(false);
    } else if (weather === 1) {
      device.cable.cut();
      await pass(between(100, 2_000));
      device.cable.mend();
    } else if (weather === 2) {
      device.cable.clog();
      await pass(between(500, 4_000));
      device.cable.mend();
    } else await device.begin(seed + between(1, 1_000));
  }
  await device.rest();
}
