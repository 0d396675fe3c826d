import type { Problem } from '../wire/problem.js';
import { Inbox } from './inbox.js';
import { Link, type EngineParts, type LinkHost } from './link.js';
import { step, type Effect, type MachineEvent, type MachineState } from './machine.js';
import { RequestRefused, type Conversation } from './ports.js';
import { problem, problemOfError } from './problems.js';
import { Search } from './search.js';
import type { EngineStatus } from './status.js';
import { Talk } from './talk.js';

export type { EngineParts } from './link.js';

/** Keeps a replica and a server equal, as long as it is started. One at a time for a replica. */
export class Engine {
  private state: MachineState = { at: 'idle' };
  private link: Link | undefined;
  private unwait: (() => void) | undefined;
  private stopNetwork: (() => void) | undefined;
  private refusal: Problem | undefined;
  private liveAt: number | undefined;
  private readonly listeners = new Set<(status: EngineStatus) => void>();
  private readonly talk = new Talk();
  private readonly mended = new Set<string>();
  private readonly search = new Search();
  private readonly inbox = new Inbox((error) => this.on({ type: 'failed', problem: problemOfError(error) }));
  private readonly host: LinkHost;

  constructor(private readonly parts: EngineParts) {
    const { timers, random } = parts;
    this.host = {
      on: (type) => this.on({ type }),
      draining: (until) => this.on({ type: 'draining', until }),
      closed: (code, cause) =>
        this.on({ type: 'closed', code, now: timers.now(), chance: random(), ...(cause && { problem: cause }) }),
      failed: (cause) => this.on({ type: 'failed', problem: cause }),
      refused: (cause) => {
        this.refusal = cause;
        this.tell();
      },
    };
  }

  /** Presence and handoff. */
  get conversation(): Conversation {
    return this.talk;
  }

  get status(): EngineStatus {
    const { state, liveAt } = this;
    const cause = state.at === 'backoff' || state.at === 'closed' ? state.problem : this.refusal;
    return {
      state: state.at,
      ...(state.at === 'backoff' && { retryAt: state.retryAt }),
      ...(cause && { problem: cause }),
      ...(liveAt !== undefined && { liveAt }),
    };
  }

  /** Told after each change. Returns how to stop listening. */
  onStatus(listener: (status: EngineStatus) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Begins, also after it was closed; while it runs, this does nothing. */
  start(): void {
    const { network } = this.parts;
    this.stopNetwork ??= network.onChange((online) => this.on({ type: online ? 'online' : 'offline' }));
    this.on({ type: 'start', online: network.online });
  }

  /** Ends. The replica is left alone once it resolves. */
  async stop(): Promise<void> {
    this.stopNetwork?.();
    this.stopNetwork = undefined;
    this.inbox.clear();
    this.on({ type: 'stop' });
    await this.inbox.idle();
  }

  /**
   * Compares the digests of what is kept here whole with the server's, and mends what differs. Resolves with the number of leaves that
   * differed; fails with a {@link RequestRefused} when there is no connection, or the server cannot tell.
   */
  async verify(): Promise<number> {
    const session = this.link?.session;
    if (session === undefined) {
      throw new RequestRefused(problem('not-connected', 'There is no connection'));
    }
    return session.compare();
  }

  private on(event: MachineEvent): void {
    const before = this.state;
    const { state, effects } = step(before, event);
    this.state = state;
    if (state.at === 'live' || before.at === 'live') {
      this.liveAt = this.parts.timers.now();
    }
    effects.forEach((effect) => this.carryOut(effect));
    if (before !== state && this.state === state) {
      this.tell();
    }
  }

  private tell(): void {
    const { status } = this;
    [...this.listeners].forEach((listener) => listener(status));
  }

  private carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'connect':
        this.refusal = undefined;
        this.link = new Link({ ...this.parts, ...this.shared() }, this.host);
        void this.link.connect(effect.renew ? 'refused' : 'connect');
        return;
      case 'cut':
        this.link?.end();
        this.link = undefined;
        return;
      case 'wait':
        this.unwait = this.parts.timers.after(effect.millis, () => this.on({ type: 'due' }));
        return;
      case 'unwait':
        this.unwait?.();
        return;
      case 'greet':
        this.link?.greet();
        return;
      case 'upload':
        this.link?.session?.upload();
        return;
      case 'download':
        this.link?.session?.download();
        return;
      case 'hush':
        this.link?.session?.hush();
        return;
      case 'probe':
        this.link?.probe();
    }
  }

  private shared() {
    return { inbox: this.inbox, talk: this.talk, mended: this.mended, search: this.search };
  }
}
