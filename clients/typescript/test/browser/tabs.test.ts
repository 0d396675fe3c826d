import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { inChromium } from './in-chromium.js';
import { seated } from './seated.js';
import { serverSide, titlesAt } from './server-side.js';
import { until } from './until.js';

inChromium('tabs of one Chromium', () => {
  const here = seated();

  async function openTabs(count: number): Promise<Page[]> {
    const pages: Page[] = [];
    for (let at = 0; at < count; at++) pages.push(await here.seat.tab());
    for (const page of pages) await untilLive(page);
    return pages;
  }

  const status = (page: Page) => page.evaluate(() => window.app.status());
  const titles = (page: Page) => page.evaluate(() => window.app.titles());
  const untilLive = (page: Page) =>
    until(
      () => status(page),
      ({ state, unsent }) => state === 'live' && unsent === 0,
    );
  const untilShown = (page: Page, wanted: string[]) =>
    until(
      () => titles(page),
      (shown) => JSON.stringify(shown) === JSON.stringify(wanted),
    );

  async function leaderOf(pages: Page[]): Promise<Page> {
    const leaders = await until(
      async () => {
        const leads = await Promise.all(pages.map((page) => page.evaluate(() => window.app.leads())));
        return pages.filter((_, at) => leads[at]);
      },
      (found) => found.length > 0,
    );
    expect(leaders).toHaveLength(1);
    return leaders[0]!;
  }

  /** Nothing was made twice: there are as many events as todos, and no title is there twice. */
  async function expectAtServer(wanted: readonly string[]): Promise<void> {
    const found = await until(
      () => titlesAt(here.url, here.observer),
      ({ length }) => length >= wanted.length,
    );
    expect(found).toEqual([...wanted].sort());
    expect((await serverSide(here.url, here.observer)).head).toBe(wanted.length);
  }

  it('share one connection, and each shows what another one writes', async () => {
    const pages = await openTabs(3);
    expect(here.seat.cable.sockets).toBe(1);
    await leaderOf(pages);

    const written: string[] = [];
    for (const [at, page] of pages.entries()) {
      const title = `of tab ${at}`;
      await page.evaluate((name) => window.app.add(name), title);
      written.push(title);
      // shown at once where it was written
      expect(await titles(page)).toContain(title);
    }

    for (const page of pages) await untilShown(page, written);
    for (const page of pages) await untilLive(page);
    await expectAtServer(written);
    expect(here.seat.cable.sockets).toBe(1);
  });

  it('go on when the tab that leads is closed', async () => {
    const pages = await openTabs(3);
    const leader = await leaderOf(pages);
    const others = pages.filter((page) => page !== leader);
    await leader.evaluate(() => window.app.add('before'));
    await leader.close();
    await others[0]!.evaluate(() => window.app.add('after'));

    for (const page of others) await untilShown(page, ['after', 'before']);
    await leaderOf(others);
    for (const page of others) await untilLive(page);
    await expectAtServer(['before', 'after']);
    await until(
      () => here.seat.cable.sockets,
      (count) => count === 1,
    );
  });

  it('lose nothing and make nothing twice when the tab that leads crashes while all of them write', async () => {
    let pages = await openTabs(3);
    const rounds = 2;
    for (let round = 0; round < rounds; round++) {
      const before = here.seat.saved.length;
      const names = pages.map((_, at) => `round ${round} tab ${at}`);
      for (const [at, page] of pages.entries())
        await page.evaluate(([name]) => window.app.pour(name, { count: 300 }), [names[at]!] as const);
      await until(
        () => here.seat.saved.length,
        (saved) => saved > before + 30,
      );

      const leader = await leaderOf(pages);
      await crash(leader);
      pages = pages.filter((page) => page !== leader);

      // those that are left write all that they were to write, whoever saves it
      await until(
        () => names.map((name) => here.seat.saved.filter((title) => title.startsWith(name)).length),
        (counts) => counts.filter((count) => count === 300).length >= pages.length,
      );
      await leaderOf(pages);
      pages.push(await here.seat.tab());
    }

    for (const page of pages) expect(await page.evaluate(() => window.app.failures)).toEqual([]);
    for (const page of pages) await untilLive(page);
    const shown = await titles(pages[0]!);
    for (const page of pages) await untilShown(page, shown);
    expect(here.seat.saved.filter((title) => !shown.includes(title))).toEqual([]);
    await expectAtServer(shown);
    expect(new Set(shown).size).toBe(shown.length);
  });

  it('go on when the tab that leads crashes without a network, and sync what all of them wrote when there is one', async () => {
    const pages = await openTabs(2);
    await here.seat.browser.context.setOffline(true);
    here.seat.cable.cut();
    for (const page of pages)
      await until(
        () => status(page),
        ({ state }) => state !== 'live',
      );
    for (const [at, page] of pages.entries()) await page.evaluate((name) => window.app.add(name), `offline ${at}`);

    const leader = await leaderOf(pages);
    await crash(leader);
    const [left] = pages.filter((page) => page !== leader);
    await left!.evaluate(() => window.app.add('offline, alone'));
    await untilShown(left!, ['offline 0', 'offline 1', 'offline, alone']);

    here.seat.cable.mend();
    await here.seat.browser.context.setOffline(false);
    await untilLive(left!);
    await expectAtServer(['offline 0', 'offline 1', 'offline, alone']);
  });

  it('say that they are closed when the database is deleted under them', async () => {
    const pages = await openTabs(2);
    await pages[0]!.evaluate(() => window.app.add('lost'));
    await untilLive(pages[0]!);
    await pages[1]!.evaluate(() => window.app.deleteDatabase());

    for (const page of pages) {
      const { problem } = await until(
        () => status(page),
        ({ state }) => state === 'closed',
      );
      expect(problem).toBeDefined();
      await expect(page.evaluate(() => window.app.add('nowhere'))).rejects.toThrow('StorageError');
    }

    // whoever comes next is told, and has again what the server has
    for (const page of pages) await page.close();
    const next = await here.seat.tab();
    expect(await next.evaluate(() => window.app.wasLost())).toBe(true);
    await untilLive(next);
    await untilShown(next, ['lost']);
  });
});

/** Its process ends on the spot; what the user does then is close the tab. */
async function crash(page: Page): Promise<void> {
  const crashed = new Promise((done) => page.once('crash', done));
  const session = await page.context().newCDPSession(page);
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
}
