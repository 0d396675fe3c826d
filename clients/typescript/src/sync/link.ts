import { PROTOCOL, type ClientMessage, type Device, type ServerMessage, type Welcome } from '../wire/messages.js';
import { Close } from '../wire/close.js';
import type { Problem } from '../wire/problem.js';
import { problemOfClose } from './closing.js';
import { Heartbeat } from './heartbeat.js';
import type { Inbox } from './inbox.js';
import type { Connection, Network, Random, Timers, Transport } from './ports.js';
import { problem } from './problems.js';
import { Requests } from './requests.js';
import type { Search } from './search.js';
import { Session } from './session.js';
import type { Talk } from './talk.js';
import type { SyncTarget } from './target.js';
import type { TokenReason, TokenSource } from './tokens.js';

/** A clock that is off by more than this, in ms, is corrected. */
const SKEW = 60_000;
/** How a connection ends that nobody closed, and how this side ends one. */
const ABNORMAL = 1006;
const NORMAL = 1000;

/** What an engine needs of its surroundings. */
export interface EngineParts {
  readonly target: SyncTarget;
  readonly transport: Transport;
  readonly timers: Timers;
  readonly network: Network;
  readonly random: Random;
  readonly token: TokenSource;
  /** Which store it is; the user's personal one unless given. */
  readonly storeId?: string | undefined;
  /** This device, with the node id that its clock has now. */
  device(): Device;
}

/** What the links of an engine share. */
export interface LinkParts extends EngineParts {
  readonly inbox: Inbox;
  readonly talk: Talk;
  readonly mended: Set<string>;
  readonly search: Search;
}

/** Who has a link. Told nothing more once the link was ended. */
export interface LinkHost {
  on(what: 'opened' | 'welcomed' | 'pushed' | 'behind' | 'caught-up'): void;
  draining(until: number): void;
  closed(code: number, problem: Problem | undefined): void;
  /** Nothing that waiting would mend. */
  failed(problem: Problem): void;
  /** A subscription cannot be. */
  refused(problem: Problem): void;
}

/** One connection, from the asking for a token to its end. */
export class Link {
  session: Session | undefined;
  private connection: Connection | undefined;
  private readonly requests = new Requests((message) => this.send(message));
  private readonly heartbeat: Heartbeat;
  private token: string | undefined;
  private greetedAt = 0;
  /** What the server said last about the connection itself. */
  private problem: Problem | undefined;
  private over = false;

  constructor(
    private readonly parts: LinkParts,
    private readonly host: LinkHost,
  ) {
    this.heartbeat = new Heartbeat(
      parts.timers,
      () => this.send({ type: 'ping', t: parts.timers.now() }),
      () => this.closed(ABNORMAL),
    );
  }

  async connect(reason: TokenReason): Promise<void> {
    try {
      this.token = await this.parts.token(reason);
    } catch (error) {
      this.problem = problem('no-token', 'There is no access token now', 0, String(error));
      this.closed(ABNORMAL);
      return;
    }
    if (this.over) {
      return;
    }
    if (this.token === undefined) {
      this.host.failed(problem('unauthenticated', 'Sign-in is required', 401));
      return;
    }
    this.connection = this.parts.transport.connect({
      opened: () => this.over || this.host.on('opened'),
      message: (message) => this.over || this.hear(message),
      closed: (code) => this.closed(code),
    });
  }

  /** Says hello. */
  greet(): void {
    const { device, timers } = this.parts;
    this.greetedAt = timers.now();
    this.send({ type: 'hello', protocol: PROTOCOL, ...(this.token && { token: this.token }), device: device() });
  }

  probe(): void {
    this.heartbeat.probe();
  }

  /** Ends it, without telling anybody. */
  end(): void {
    this.over = true;
    this.heartbeat.stop();
    this.session?.end();
    this.parts.talk.end();
    this.requests.end();
    this.connection?.close(NORMAL);
  }

  private closed(code: number): void {
    if (!this.over) {
      if (code === Close.BAD_MESSAGE || code === Close.FRAME_TOO_LARGE) {
        this.session?.hungUp(problemOfClose(code));
      }
      this.host.closed(code, this.problem);
    }
  }

  private send(message: ClientMessage): void {
    if (!this.over) {
      this.connection?.send(message);
    }
  }

  private hear(message: ServerMessage): void {
    const { talk, timers } = this.parts;
    this.heartbeat.heard();
    talk.hear(message);
    switch (message.type) {
      case 'welcome':
        this.welcomed(message);
        return;
      case 'token-expiring':
        void this.renew();
        return;
      case 'draining':
        this.host.draining(timers.now() + message.retryAfterMs);
        return;
      case 'error':
        if (message.ref === undefined) {
          this.problem = message.problem;
        }
    }
    this.session?.hear(message);
  }

  private welcomed(welcome: Welcome): void {
    const { parts, host, requests } = this;
    const { target, timers, inbox, talk } = parts;
    const now = timers.now();
    const serverTime = welcome.serverTime + (now - this.greetedAt) / 2;
    this.heartbeat.begin();
    talk.begin(welcome, requests, (message) => this.send(message));
    inbox.add(async () => {
      const { doubt } = await target.welcome(welcome);
      const off = Math.round(serverTime - now - target.offset);
      const isOff = Math.abs(off) > SKEW;
      if (isOff || target.ahead > SKEW) {
        await target.shift(isOff ? off : 0);
      }
      if (this.over) {
        return;
      }
      const skewed = () => this.closed(NORMAL);
      const send = (message: ClientMessage) => this.send(message);
      const on = (what: 'pushed' | 'behind' | 'caught-up') => host.on(what);
      const refused = (cause: Problem) => host.refused(cause);
      const { random, storeId, mended, search } = parts;
      const mine = { target, timers, random, inbox, requests, storeId, mended, search, send, on, skewed, refused };
      this.session = new Session(mine, welcome, doubt);
      host.on('welcomed');
    });
  }

  private async renew(): Promise<void> {
    const token = await this.parts.token('expiring').catch(() => undefined);
    if (token !== undefined) {
      this.send({ type: 'token', ref: this.requests.ref(), token });
    }
  }
}
