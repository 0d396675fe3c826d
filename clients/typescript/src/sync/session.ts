import type { ClientMessage, Delta, ServerMessage, Welcome } from '../wire/messages.js';
import type { Problem } from '../wire/problem.js';
import { DeltaRun } from './delta-run.js';
import { Downloads } from './downloads.js';
import type { Inbox } from './inbox.js';
import { RequestRefused, type Random, type Timers } from './ports.js';
import type { Requests } from './requests.js';
import type { Search } from './search.js';
import type { SyncTarget, Wanted } from './target.js';
import { Uploads } from './uploads.js';

/** What a session needs. */
export interface SessionParts {
  readonly target: SyncTarget;
  readonly timers: Timers;
  readonly random: Random;
  readonly inbox: Inbox;
  readonly requests: Requests;
  readonly storeId: string | undefined;
  /** See {@link Uploads}. */
  readonly mended: Set<string>;
  readonly search: Search;
  send(message: ClientMessage): void;
  /** Something goes on: everything was pushed, subscriptions are behind, or have caught up. */
  on(what: 'pushed' | 'behind' | 'caught-up'): void;
  skewed(): void;
  refused(problem: Problem): void;
}

/** The synchronisation of a replica over one connection, from its `welcome` on. */
export class Session {
  private readonly uploads: Uploads;
  private readonly downloads: Downloads;
  private readonly stopListening: readonly (() => void)[];
  private over = false;
  /** Deltas that were heard last. */
  private run: DeltaRun | undefined;
  private comparing: Promise<number> | undefined;

  /** @param doubt the digests are to be compared before anything is subscribed to */
  constructor(
    private readonly parts: SessionParts,
    private readonly welcome: Welcome,
    private doubt: boolean,
  ) {
    const { target } = parts;
    this.uploads = new Uploads({ ...parts, limits: welcome.limits, drained: () => this.tell('pushed') });
    this.downloads = new Downloads({
      ...parts,
      caughtUp: () => this.tell('caught-up'),
      behind: () => this.tell('behind'),
    });
    this.stopListening = [target.onUnsent(() => this.uploads.pump()), target.onWanted(() => this.downloads.refresh())];
  }

  private tell(what: 'pushed' | 'behind' | 'caught-up'): void {
    if (!this.over) {
      this.parts.on(what);
    }
  }

  upload(): void {
    this.uploads.pump();
  }

  /** Subscribes to what is wanted; in doubt, after a walk. */
  download(): void {
    if (!this.doubt) {
      this.downloads.begin();
      return;
    }
    this.doubt = false;
    const begin = () => this.downloads.begin();
    this.compare().then(begin, begin);
  }

  /** Walks through the digests of all whole collections; resolves with the number of leaves that differed. One walk at a time. */
  compare(): Promise<number> {
    this.comparing ??= this.walk().finally(() => (this.comparing = undefined));
    return this.comparing;
  }

  private async walk(): Promise<number> {
    const { target, requests, inbox, storeId } = this.parts;
    const [{ walk }] = await Promise.all([import('./walk.js'), target.prepareWalk()]);
    const whole = target.wanted().filter(({ where }) => where === undefined);
    const named = new Set<string>();
    this.downloads.named = named;
    let differed = 0;
    try {
      for (const collection of new Set(whole.flatMap(({ collections }) => collections))) {
        differed += await walk(collection, { target, requests, inbox, storeId, named }).catch((error: unknown) =>
          this.reread(whole, collection, error),
        );
      }
    } finally {
      this.downloads.named = undefined;
    }
    return differed;
  }

  /** A collection of which a leaf is too large is read from the start; what the server says of it is the last word, as after any walk. */
  private async reread(whole: readonly Wanted[], collection: string, error: unknown): Promise<number> {
    const { storeId = this.welcome.stores[0]?.storeId, inbox } = this.parts;
    const store = this.welcome.stores.find((each) => each.storeId === storeId);
    if (!(error instanceof RequestRefused && error.problem.code === 'too-large' && store)) {
      throw error;
    }
    for (const { sub } of whole.filter(({ collections }) => collections.includes(collection))) {
      await inbox.run(() => this.downloads.reread({ type: 'reset', sub, ...store, reason: 'restored' }));
    }
    return 1;
  }

  /** Takes a message in its turn. */
  hear(message: ServerMessage): void {
    if (message.type === 'delta') {
      return this.hearDelta(message);
    }
    this.run = undefined;
    switch (message.type) {
      case 'ack':
        this.parts.inbox.add(() => this.uploads.take(message));
        return;
      case 'snapshot': {
        const { sub } = message;
        if (sub !== undefined) {
          this.parts.inbox.add(() => this.downloads.take({ ...message, sub }));
          return;
        }
        break;
      }
      case 'live':
      case 'reset':
      case 'lagging':
        this.parts.inbox.add(() => this.downloads.take(message));
        return;
      case 'pong':
        this.parts.inbox.add(() => this.downloads.compare(message.heads));
        return;
    }
    const ref = 'ref' in message ? message.ref : undefined;
    if (ref === undefined) {
      return;
    }
    this.parts.inbox.add(async () => {
      if (this.parts.requests.has(ref)) {
        this.parts.requests.answer(ref, message);
      } else if (message.type === 'error') {
        this.downloads.refuse(ref, message.problem);
        await this.uploads.refuse(ref, message.problem);
      }
    });
  }

  /** With those before it, as long as these wait and nothing else was heard since. */
  private hearDelta(delta: Delta): void {
    if (!this.run?.add(delta)) {
      const run = new DeltaRun(delta);
      this.run = run;
      this.parts.inbox.add(() => {
        this.run = this.run === run ? undefined : this.run;
        return this.downloads.take(run.whole);
      });
    }
  }

  /** The server hung up because it cannot take what it was sent. */
  hungUp(problem: Problem): void {
    this.parts.inbox.add(() => this.uploads.hungUp(problem));
  }

  /** The server goes away: nothing new is begun. */
  hush(): void {
    this.uploads.hush();
    this.downloads.hush();
  }

  end(): void {
    this.over = true;
    this.stopListening.forEach((stop) => stop());
    this.uploads.end();
    this.downloads.end();
  }
}
