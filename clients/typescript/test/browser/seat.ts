import type { Page } from 'playwright-core';
import type { SignedIn } from '../stack/people.js';
import { Cable } from './cable.js';
import { Chromium, Profile } from './chromium.js';
import { Session } from './session.js';
import type { Site } from './site.js';

/** Somebody at a browser of their own, which has a cable to the server. */
export class Seat {
  /** Titles that pages were told are saved. */
  readonly saved: string[] = [];
  private running: Chromium | undefined;

  private constructor(
    private readonly site: Site,
    readonly session: Session,
    readonly cable: Cable,
    readonly profile: Profile,
  ) {}

  static async take(url: string, site: Site, signedIn: SignedIn): Promise<Seat> {
    const seat = new Seat(site, new Session(url, signedIn), await Cable.lay(url), await Profile.make());
    await seat.start();
    return seat;
  }

  get browser(): Chromium {
    return this.running!;
  }

  /** Starts the browser, on the profile that it had. */
  async start(): Promise<void> {
    this.running = await Chromium.start(this.profile.path);
    const { context } = this.running;
    await context.exposeFunction('freshToken', (reason: 'connect') => this.session.token(reason));
    await context.exposeFunction('saved', (title: string) => void this.saved.push(title));
  }

  /** A new tab with the todos open. */
  async tab(): Promise<Page> {
    const page = await this.browser.open(this.site.url('todos'));
    await page.evaluate(([url, id]) => window.app.open(url, id), [this.cable.url, this.session.deviceId] as const);
    return page;
  }

  async leave(): Promise<void> {
    await this.running?.close();
    await this.cable.remove();
    await this.profile.remove();
  }
}
