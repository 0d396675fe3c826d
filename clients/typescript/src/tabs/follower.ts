import type { Wanted } from '../sync/target.js';
import type { Channel } from './channel.js';
import type { Hold } from './locks.js';
import type { OutstandingChange } from './outstanding.js';
import type { Mouth } from './tab-talk.js';

/** What a {@link Follower} works with. */
export interface FollowerParts {
  /** This tab. */
  readonly id: string;
  readonly channel: Channel;
  /** The lock that the leader holds as long as it lives. */
  readonly watched: Hold;
  /** The leader is gone. */
  readonly gone: () => void;
}

/** Asks the tab that leads, for one term. */
export class Follower {
  readonly #parts: FollowerParts;
  #isOver = false;

  constructor(
    readonly term: string,
    parts: FollowerParts,
  ) {
    this.#parts = parts;
    parts.watched.held.then(
      () => this.#isOver || parts.gone(),
      () => undefined,
    );
  }

  /** What is to be said to the server goes through the leader. */
  get mouth(): Mouth {
    const { channel, id } = this.#parts;
    const { term } = this;
    return {
      send: (message) => channel.post({ type: 'says', term, message }),
      request: (ref, request) => channel.post({ type: 'asks', tab: id, term, ref, request }),
    };
  }

  save({ ref, change }: OutstandingChange): void {
    const { channel, id } = this.#parts;
    channel.post({ type: 'records', tab: id, term: this.term, ref, change });
  }

  want(wanted: readonly Wanted[]): void {
    const { channel, id } = this.#parts;
    channel.post({ type: 'wants', tab: id, term: this.term, wanted });
  }

  resume(): void {
    this.#parts.channel.post({ type: 'resumes', term: this.term });
  }

  /** Does not watch the leader any longer. */
  end(): void {
    this.#isOver = true;
    this.#parts.watched.release();
  }
}
