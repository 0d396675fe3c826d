import type { Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { Chromium, Profile } from './chromium.js';
import { inChromium } from './in-chromium.js';
import { Site } from './site.js';
import { until } from './until.js';

/** Nothing is there. */
const NOWHERE = 'http://127.0.0.1:1';
const LEAD = /\/lead-\w+\.js$/;

inChromium('a tab that cannot load the code to lead', () => {
  let site: Site;
  let profile: Profile;
  let browser: Chromium;
  const fail = (route: Route) => route.abort();

  beforeAll(async () => {
    site = await Site.start();
  });
  afterAll(() => site?.stop());
  beforeEach(async () => {
    profile = await Profile.make();
    browser = await Chromium.start(profile.path);
    await browser.context.exposeFunction('freshToken', () => 'token');
  });
  afterEach(async () => {
    await browser?.close();
    await profile?.remove();
  });

  async function openTab(): Promise<Page> {
    const page = await browser.open(site.url('todos'));
    await page.evaluate((url) => window.app.open(url, 'device'), NOWHERE);
    return page;
  }

  const problem = (page: Page) => page.evaluate(() => window.app.status().problem?.code);
  const untilStuck = (page: Page) =>
    until(
      () => problem(page),
      (code) => code === 'not-loaded',
    );

  it('says so, shows what is written, and saves it when another tab has the code', async () => {
    await browser.context.route(LEAD, fail);
    const first = await openTab();
    await untilStuck(first);
    const saved = first.evaluate(() => window.app.add('of the first'));
    expect(await first.evaluate(() => window.app.titles())).toEqual(['of the first']);
    await browser.context.unroute(LEAD, fail);
    const second = await openTab();
    await saved;
    await until(
      () => second.evaluate(() => window.app.titles()),
      (titles) => titles.length === 1,
    );
    expect(await problem(first)).not.toBe('not-loaded');
  });

  it('tries again, and saves what was written meanwhile', async () => {
    await browser.context.route(LEAD, fail);
    const page = await openTab();
    await untilStuck(page);
    const saved = page.evaluate(() => window.app.add('meanwhile'));
    await browser.context.unroute(LEAD, fail);
    await saved;
    expect(await page.evaluate(() => window.app.leads())).toBe(true);
  });
});
