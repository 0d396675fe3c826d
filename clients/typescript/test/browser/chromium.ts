import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const START_MILLIS = 60_000;
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--no-first-run',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-component-update',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--password-store=basic',
  '--remote-debugging-port=0',
];

/** The Chromium of this machine: the one that XEO_CHROMIUM names, or the first on the PATH. */
export function findChromium(): string | undefined {
  const named = process.env['XEO_CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** A folder that a browser keeps everything in. What one browser leaves there, the next one finds. */
export class Profile {
  private constructor(readonly path: string) {}

  static async make(): Promise<Profile> {
    return new Profile(await mkdtemp(join(tmpdir(), 'xeo-chromium-')));
  }

  /** Leaves the logs of IndexedDB as a browser does that is killed between two parts of a record: the beginning of one at the end. */
  async tear(): Promise<void> {
    const folder = join(this.path, 'Default', 'IndexedDB');
    const files = await readdir(folder, { recursive: true });
    const record = Buffer.concat([Buffer.from([1, 2, 3, 4, 0xe8, 3, 1]), Buffer.alloc(100)]);
    await Promise.all(
      files.filter((file) => file.endsWith('.log')).map((log) => appendFile(join(folder, log), record)),
    );
  }

  /** Processes of the browser may write for a moment after it ended. */
  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}

/** A running browser, with processes of its own. */
export class Chromium {
  private constructor(
    private readonly process: ChildProcess,
    private readonly browser: Browser,
  ) {}

  static async start(profile: string): Promise<Chromium> {
    const path = findChromium();
    if (path === undefined) throw new Error('there is no Chromium');
    const started = spawn(path, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
      // a group of its own, so that all of its processes can be ended at once
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    try {
      return new Chromium(started, await chromium.connectOverCDP(await address(started), { timeout: START_MILLIS }));
    } catch (error) {
      await end(started);
      throw error;
    }
  }

  get context(): BrowserContext {
    return this.browser.contexts()[0]!;
  }

  /** A new tab. */
  async open(url: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(url);
    return page;
  }

  /** Ends all of its processes on the spot, as when the power fails for it alone. */
  async kill(): Promise<void> {
    await end(this.process);
    await this.browser.close();
  }

  /** Ends it as somebody does who closes its last window. */
  async close(): Promise<void> {
    const over = this.process.exitCode === null && this.process.signalCode === null ? once(this.process, 'exit') : null;
    const session = await this.browser.newBrowserCDPSession();
    await session.send('Browser.close').catch(() => undefined);
    await Promise.race([over, new Promise((done) => setTimeout(done, 10_000))]);
    await this.kill();
  }
}

/** Where it listens, which it says on its standard error. */
function address(started: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string) => reject(new Error(`Chromium ${why}:\n${said}`));
    const late = setTimeout(() => fail('did not start in time'), START_MILLIS);
    started.once('error', (error) => fail(error.message));
    started.once('exit', (code) => fail(`ended with ${code}`));
    started.stderr?.on('data', (text: Buffer) => {
      said = (said + text.toString()).slice(-10_000);
      const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(late);
      resolve(found);
    });
  });
}

async function end(started: ChildProcess): Promise<void> {
  if (started.pid === undefined) return;
  const over = started.exitCode === null && started.signalCode === null ? once(started, 'exit') : undefined;
  try {
    process.kill(-started.pid, 'SIGKILL');
  } catch {
    // nobody of the group is left
  }
  await over;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
