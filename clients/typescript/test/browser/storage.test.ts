import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { CONTRACT } from '../storage/contract.js';
import { Chromium, Profile } from './chromium.js';
import { inChromium } from './in-chromium.js';
import { Site } from './site.js';

inChromium('a storage in the IndexedDB of Chromium', () => {
  let site: Site;
  let profile: Profile;
  let browser: Chromium;
  let page: Page;

  beforeAll(async () => {
    site = await Site.start();
    profile = await Profile.make();
    browser = await Chromium.start(profile.path);
    page = await browser.open(site.url('storage'));
  });
  afterAll(async () => {
    await browser?.close();
    await profile?.remove();
    await site?.stop();
  });
  afterEach(async () => {
    for (const other of browser.context.pages()) if (other !== page) await other.close();
  });

  it.each(CONTRACT.map(({ says }) => says))('%s', (says) => page.evaluate((name) => window.storage.holds(name), says));

  it('tells all tabs when somebody deletes the database while it is open', async () => {
    const tabs = [await browser.open(site.url('storage')), await browser.open(site.url('storage'))];
    for (const tab of tabs) await tab.evaluate(() => window.storage.open('deleted'));
    expect(await tabs[0]!.evaluate(() => window.storage.commit('a'))).toBe('saved');

    // it does not wait for the tabs: they let go of it
    await page.evaluate(() => window.storage.deleteDatabase('deleted'));

    for (const tab of tabs) {
      await tab.waitForFunction(() => window.storage.lost.length > 0);
      expect(await tab.evaluate(() => window.storage.lost)).toEqual(['lost']);
      expect(await tab.evaluate(() => window.storage.commit('b'))).toBe('lost');
    }
    expect(await tabs[0]!.evaluate(() => window.storage.open('deleted'))).toEqual({ wasLost: true });
    expect(await tabs[0]!.evaluate(() => window.storage.keys())).toEqual([]);
  });

  it('tells when the data of the site is cleared', async () => {
    const tab = await browser.open(site.url('storage'));
    await tab.evaluate(() => window.storage.open('cleared'));
    await tab.evaluate(() => window.storage.commit('a'));

    const session = await browser.context.newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', {
      origin: new URL(site.url('')).origin,
      storageTypes: 'indexeddb',
    });

    await tab.waitForFunction(() => window.storage.lost.length > 0);
    expect(await tab.evaluate(() => window.storage.commit('b'))).toBe('lost');
    expect(await tab.evaluate(() => window.storage.open('cleared'))).toEqual({ wasLost: true });
  });

  it('says that it is full, keeps what is there, and goes on when there is room again', async () => {
    // an origin of its own: browsers remember for some seconds how much room there was
    const other = await Site.start();
    const { origin } = new URL(other.url('storage'));
    const session = await browser.context.newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
    const tab = await browser.open(other.url('storage'));
    await tab.evaluate(() => window.storage.open('full'));
    expect(await tab.evaluate(() => window.storage.commit('a'))).toBe('saved');

    expect(await tab.evaluate(() => window.storage.commit('b', 8_000_000))).toBe('full');
    expect(await tab.evaluate(() => window.storage.keys())).toEqual(['a']);

    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await expect
      .poll(() => tab.evaluate(() => window.storage.commit('c', 8_000_000)), { timeout: 30_000 })
      .toBe('saved');
    expect(await tab.evaluate(() => window.storage.keys())).toEqual(['a', 'c']);
    expect(await tab.evaluate(() => window.storage.lost)).toEqual([]);
    await other.stop();
  });
});
