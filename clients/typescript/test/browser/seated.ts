import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { Person } from '../stack/people.js';
import { Seat } from './seat.js';
import { Session } from './session.js';
import { Site } from './site.js';

/** What a test finds when it begins. */
export interface Seated {
  /** Where the suite is. */
  readonly url: string;
  /** Somebody new, at a browser of their own. */
  readonly seat: Seat;
  /** Another device of theirs, which looks on. */
  readonly observer: Session;
}

/** Seats somebody for each test of the `describe` that it is called in. */
export function seated(): Seated {
  const url = inject('url');
  let site: Site | undefined;
  let seat: Seat | undefined;
  let observer: Session | undefined;
  beforeAll(async () => {
    site = await Site.start();
  });
  afterAll(() => site?.stop());
  beforeEach(async () => {
    const { person, session } = await Person.register(url, 'Chromium');
    observer = new Session(url, await person.signIn('observer'));
    seat = await Seat.take(url, site!, session);
  });
  afterEach(() => seat?.leave());
  return {
    url,
    get seat() {
      return seat!;
    },
    get observer() {
      return observer!;
    },
  };
}
