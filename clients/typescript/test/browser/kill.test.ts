import { expect, it } from 'vitest';
import { seeded } from '../seeded.js';
import { inChromium } from './in-chromium.js';
import { seated } from './seated.js';
import { serverSide, titlesAt } from './server-side.js';
import { until } from './until.js';

const ROUNDS = Number(process.env['XEO_SOAK_CLIENT_KILLS'] ?? 4);
const SEED = Number(process.env['XEO_SEED'] ?? 20261122);

inChromium('a Chromium that is killed while it writes', () => {
  const here = seated();

  it(
    'has every change that was said to be saved when it is started again, and the server gets it',
    { timeout: 120_000 + ROUNDS * 60_000 },
    async () => {
      const random = seeded(SEED);
      for (let round = 0; round < ROUNDS; round++) {
        const said = here.seat.saved.length;
        // with and without a server in turns, from one tab and from two
        if (round % 2 === 1) here.seat.cable.cut();
        const tabs = [await here.seat.tab(), ...(round % 4 < 2 ? [] : [await here.seat.tab()])];
        for (const [at, tab] of tabs.entries())
          await tab.evaluate((name) => window.app.pour(name, { finish: true }), `round ${round} tab ${at}`);
        const enough = said + 20 + Math.floor(random() * 200);
        await until(
          () => here.seat.saved.length,
          (count) => count >= enough,
        );
        await new Promise((done) => setTimeout(done, random() * 20));
        await here.seat.browser.kill();
        // whether or not that was between two writes to the disk
        if (round % 2 === 0) await here.seat.profile.tear();

        // what was saved is on the device, before there is a network
        here.seat.cable.cut();
        await here.seat.start();
        const tab = await here.seat.tab();
        expect(await tab.evaluate(() => window.app.wasLost())).toBe(false);
        const shown = await tab.evaluate(() => window.app.poured());
        expect(missing(here.seat.saved, shown), `seed ${SEED}, round ${round}`).toEqual([]);
        expect(new Set(shown).size).toBe(shown.length);
        here.seat.cable.mend();
        await tab.close();
      }

      const tab = await here.seat.tab();
      await until(
        () => tab.evaluate(() => window.app.status()),
        ({ state, unsent }) => state === 'live' && unsent === 0,
        120_000,
      );
      const shown = await tab.evaluate(() => window.app.poured());
      expect(missing(here.seat.saved, shown)).toEqual([]);
      expect(await titlesAt(here.url, here.observer)).toEqual(await tab.evaluate(() => window.app.titles()));
      const { head, root, purgedBefore } = await serverSide(here.url, here.observer);
      // one event for each change, and none twice
      expect(head).toBe(shown.length);
      expect(await tab.evaluate((before) => window.app.standing(before), purgedBefore)).toMatchObject({
        refused: [],
        root,
      });
    },
  );
});

function missing(saved: readonly string[], shown: readonly string[]): string[] {
  const there = new Set(shown);
  return saved.filter((title) => !there.has(title));
}
