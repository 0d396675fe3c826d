import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info', '--disable-component-update'];

/** The program, by `XEO_CHROMIUM` or where distributions put it. Throws when there is none. */
export function chromiumProgram() {
  const named = process.env.XEO_CHROMIUM;
  const found = (named === undefined ? PLACES : [named]).find((place) => existsSync(place));
  if (found === undefined) {
    throw new Error(
      named === undefined
        ? `There is no Chromium at ${PLACES.join(', ')}; name it with XEO_CHROMIUM.`
        : `XEO_CHROMIUM is ${named}, but there is no such program.`,
    );
  }
  return found;
}

/** Works in a page of a browser of its own, with a profile on disk, and ends the browser. */
export async function withPage(profile, address, work) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumProgram(),
    headless: true,
    args: FLAGS,
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(0);
    const errors = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(address);
    await page.waitForFunction('globalThis.bench !== undefined', undefined, { timeout: 30_000 });
    const result = await work(page, context);
    if (errors.length > 0) throw errors[0];
    return result;
  } finally {
    await context.close();
  }
}

export async function chromiumVersion(profile) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumProgram(),
    headless: true,
    args: FLAGS,
  });
  const version = context.browser()?.version();
  if (version !== undefined) {
    await context.close();
    return version;
  }
  const page = context.pages()[0] ?? (await context.newPage());
  const agent = await page.evaluate('navigator.userAgent');
  await context.close();
  return /Chrome\/([\d.]+)/.exec(agent)?.[1] ?? agent;
}
