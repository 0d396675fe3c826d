import type { ClientMessage, Delta, Lagging, Live, Pong, Reset, Snapshot } from '../wire/messages.js';
import type { Problem } from '../wire/problem.js';
import type { Random, Timers } from './ports.js';
import { isPassing } from './problems.js';
import type { Requests } from './requests.js';
import type { SyncTarget, Wanted } from './target.js';

/** When a subscription that the server could not begin is tried again: after this, and up to as much more. In ms. */
const AGAIN_AFTER = 2_000;
/** So many pongs after the first one that told of a head beyond, and so long without a word, in ms, and what should have come is lost. */
const PONGS = 2;
const QUIET = 30_000;

interface Feed {
  readonly wanted: Wanted;
  ref: string;
  phase: 'reading' | 'live' | 'failed' | 'leaving';
  /** Everything up to this `seq` has come; not known before the first delta or the end of a snapshot. */
  to?: number;
  /** Of which store it is; known once the server has said that it is live, and up to where. */
  storeId?: string;
  /** When something of it was told last, Unix ms; and how many pongs since told of a head beyond that. */
  toldAt: number;
  beyond: number;
}

/** What a subscription brings. */
export type Fed = (Snapshot & { readonly sub: string }) | Delta | Live | Reset | Lagging;

/** What downloads need. */
export interface DownloadParts {
  readonly target: SyncTarget;
  readonly timers: Timers;
  readonly random: Random;
  readonly requests: Requests;
  readonly storeId: string | undefined;
  send(message: ClientMessage): void;
  /** All subscriptions are live, or cannot be. */
  caughtUp(): void;
  /** There is something to catch up with. */
  behind(): void;
  /** A subscription cannot be. */
  refused(problem: Problem): void;
}

/** The subscriptions of one connection. {@link take} and {@link refuse} are called in the inbox. */
export class Downloads {
  /** Ids of records that were told of, while somebody wants to know. */
  named: Set<string> | undefined;
  private readonly feeds = new Map<string, Feed>();
  private readonly waits = new Set<() => void>();
  private begun = false;
  private silent = false;

  constructor(private readonly parts: DownloadParts) {}

  begin(): void {
    this.begun = true;
    this.refresh();
  }

  /** Compares what there is with what is wanted. */
  refresh(): void {
    if (!this.begun || this.silent) {
      return;
    }
    const wanted = this.parts.target.wanted();
    const subs = new Set(wanted.map(({ sub }) => sub));
    this.feeds.forEach((feed) => subs.has(feed.wanted.sub) || this.leave(feed));
    wanted.filter(({ sub }) => !this.feeds.has(sub)).forEach((each) => this.open(each));
    this.settle();
  }

  private open(wanted: Wanted): void {
    const { target, requests, timers, storeId } = this.parts;
    const { cursor, next } = target.place(wanted.sub);
    const ref = requests.ref();
    this.feeds.set(wanted.sub, { wanted, ref, phase: 'reading', toldAt: timers.now(), beyond: 0 });
    this.parts.send({
      type: 'subscribe',
      ref,
      sub: wanted.sub,
      ...(storeId === undefined ? {} : { storeId }),
      collections: wanted.collections,
      ...(wanted.where === undefined ? {} : { where: wanted.where }),
      ...(next !== undefined ? { next } : cursor !== undefined ? { cursor } : {}),
    });
  }

  /** Hangs up; what is wanted then begins anew once the server has said that nothing more comes. */
  private leave(feed: Feed): void {
    if (feed.phase === 'leaving') {
      return;
    }
    const { sub } = feed.wanted;
    const told = feed.phase !== 'failed';
    feed.phase = 'leaving';
    const left = () => {
      this.feeds.delete(sub);
      this.refresh();
    };
    if (told) {
      this.parts.requests.ask({ type: 'unsubscribe', sub }).then(left, left);
    } else {
      this.feeds.delete(sub);
    }
  }

  async take(message: Fed): Promise<void> {
    const feed = this.feeds.get(message.sub);
    if (feed === undefined || feed.phase === 'leaving' || feed.phase === 'failed') {
      return;
    }
    const { target, timers } = this.parts;
    feed.toldAt = timers.now();
    feed.beyond = 0;
    switch (message.type) {
      case 'snapshot':
        message.records.forEach(({ id }) => this.named?.add(id));
        await target.snapshot(message.sub, message);
        if (message.cursor !== undefined) {
          feed.to = message.asOf;
        }
        return;
      case 'delta':
        return this.takeDelta(feed, message);
      case 'live':
        await target.live(message.sub, message.cursor, message.to);
        if (message.to !== undefined) {
          feed.to = Math.max(feed.to ?? 0, message.to);
          feed.storeId = message.storeId;
        }
        if (this.isReading(feed)) {
          feed.phase = 'live';
          this.settle();
        }
        return;
      case 'reset':
        delete feed.to;
        await target.reset(message.sub, message);
        feed.phase = this.isLeft(feed) ? 'leaving' : 'reading';
        this.settle();
        return;
      case 'lagging':
        return;
    }
  }

  private async takeDelta(feed: Feed, message: Delta): Promise<void> {
    if (feed.to !== undefined && message.from > feed.to) {
      this.leave(feed);
      this.settle();
      return;
    }
    message.events.forEach(({ id }) => this.named?.add(id));
    await this.parts.target.delta(message.sub, message);
    feed.to = Math.max(feed.to ?? 0, message.to);
  }

  /** Reads a subscription from the start, without being told to. */
  async reread(reset: Reset): Promise<void> {
    const feed = this.feeds.get(reset.sub);
    if (feed) {
      this.leave(feed);
    }
    await this.parts.target.reset(reset.sub, reset);
    this.refresh();
  }

  /** Takes the heads of stores: a live subscription that is told nothing up to there lacks its last delta, and is begun again from its cursor. */
  async compare(heads: Pong['heads']): Promise<void> {
    for (const feed of this.silent ? [] : [...this.feeds.values()]) {
      const { storeId, to = 0 } = feed;
      const head = feed.phase === 'live' && storeId !== undefined ? heads[storeId] : undefined;
      if (head !== undefined && head > to) {
        feed.beyond++;
      } else if (head !== undefined) {
        feed.beyond = 0;
        await this.confirm(feed.wanted.sub, to);
      }
      if (feed.beyond > PONGS && this.parts.timers.now() - feed.toldAt >= QUIET) {
        this.leave(feed);
        this.settle();
      }
    }
  }

  /** It is live still: time has passed since. */
  private async confirm(sub: string, to: number): Promise<void> {
    const { cursor } = this.parts.target.place(sub);
    if (cursor !== undefined) {
      await this.parts.target.live(sub, cursor, to);
    }
  }

  private isReading(feed: Feed): boolean {
    return feed.phase === 'reading';
  }

  private isLeft(feed: Feed): boolean {
    return feed.phase === 'leaving';
  }

  /** A `subscribe` was refused, or its subscription given up. */
  refuse(ref: string, problem: Problem): void {
    const feed = [...this.feeds.values()].find((each) => each.ref === ref);
    if (feed === undefined || this.isLeft(feed)) {
      return;
    }
    if (isPassing(problem)) {
      feed.phase = 'reading';
      this.wait(() => this.feeds.get(feed.wanted.sub) === feed && this.isReading(feed) && this.open(feed.wanted));
    } else {
      feed.phase = 'failed';
      this.parts.refused(problem);
    }
    this.settle();
  }

  private wait(work: () => void): void {
    const cancel = this.parts.timers.after(AGAIN_AFTER * (1 + this.parts.random()), () => {
      this.waits.delete(cancel);
      work();
    });
    this.waits.add(cancel);
  }

  private settle(): void {
    if (!this.begun || this.silent) {
      return;
    }
    const reading = [...this.feeds.values()].some(({ phase }) => phase === 'reading');
    const missing = this.parts.target
      .wanted()
      .some(({ sub }) => (this.feeds.get(sub)?.phase ?? 'leaving') === 'leaving');
    if (reading || missing) {
      this.parts.behind();
    } else {
      this.parts.caughtUp();
    }
  }

  /** Begins and ends nothing more. */
  hush(): void {
    this.silent = true;
  }

  end(): void {
    this.silent = true;
    this.waits.forEach((cancel) => cancel());
  }
}
