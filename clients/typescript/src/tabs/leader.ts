import type { Subscriptions } from '../replica/subscriptions.js';
import { StorageError, type Write } from '../storage/storage.js';
import { RequestRefused, type HandoffRequest, type Heard } from '../sync/ports.js';
import { problem, problemOfError } from '../sync/problems.js';
import type { Channel } from './channel.js';
import { Guests } from './guests.js';
import type { Lead } from './lead.js';
import type { Locks } from './locks.js';
import type { Answers, Asks, Recorded, Records, TabMessage, Wants } from './messages.js';
import type { Outstanding, OutstandingChange } from './outstanding.js';
import { Recent } from './recent.js';
import type { Mouth, TabTalk } from './tab-talk.js';

/** What a {@link Leader} works with. */
export interface LeaderParts {
  /** The tab that leads. */
  readonly tab: string;
  readonly term: string;
  readonly lead: Lead;
  readonly channel: Channel;
  readonly locks: Locks;
  /** The name of the lock that a tab holds as long as it lives. */
  readonly lockOf: (tab: string) => string;
  /** What this tab wants, and what the others want of it. */
  readonly subscriptions: Subscriptions;
  /** Of this tab. */
  readonly talk: TabTalk;
  /** Of this tab. */
  readonly outstanding: Outstanding;
  /** How many commits there were. */
  readonly commits: () => number;
  /** The offset of the clock, in milliseconds. */
  readonly offset: () => number;
}

/** Serves the other tabs while this one leads. */
export class Leader {
  readonly #parts: LeaderParts;
  readonly term: string;
  readonly #recent = new Recent();
  readonly #guests: Guests;
  readonly #stops: (() => void)[];
  readonly #underWay = new Set<Promise<void>>();
  /** Whether there was a commit that nobody was told of. */
  #isBehind = false;

  constructor(parts: LeaderParts) {
    this.#parts = parts;
    this.term = parts.term;
    const { lead, channel, subscriptions, locks, lockOf } = parts;
    this.#guests = new Guests(subscriptions, locks, lockOf);
    this.#recent.begin(lead.conversation.welcome);
    this.#stops = [
      lead.onStatus((status) => channel.post({ type: 'reports', status })),
      lead.conversation.on((heard) => this.#tell(heard)),
    ];
  }

  /** What this tab says to the server. */
  get mouth(): Mouth {
    const { lead, talk } = this.#parts;
    return {
      send: (message) => void lead.conversation.send(message),
      request: (ref, request) => void this.#ask(request).then((answer) => talk.answer(ref, answer)),
    };
  }

  get recent(): readonly Heard[] {
    return this.#recent.all;
  }

  /** Saves a change of this tab. */
  save({ ref, change }: OutstandingChange): void {
    const { lead, outstanding } = this.#parts;
    lead.record(change).then(
      () => outstanding.saved(ref),
      (error: unknown) => outstanding.failed(ref, this.term, error),
    );
  }

  resume(): void {
    this.#parts.lead.resume();
  }

  /** Says that this tab leads. */
  announce(to?: string): void {
    const { tab, term, lead, channel, commits, offset } = this.#parts;
    const heard = this.#recent.all;
    const told = { tab, term, commits: commits(), offset: offset(), status: lead.status, heard };
    channel.post({ type: 'leads', ...(to !== undefined && { to }), ...told });
  }

  /** Tells of a commit, if there is anybody. A tab that is new, and may have missed some, is told how many there were, and reads them. */
  committed(writes: readonly Write[]): void {
    const { channel, commits, offset } = this.#parts;
    if (this.#guests.size === 0) {
      this.#isBehind = true;
      return;
    }
    channel.post({ type: 'committed', writes, commits: commits(), offset: offset() });
  }

  hear(message: TabMessage): void {
    const { lead, term } = this.#parts;
    if ('term' in message && message.term !== term) {
      return;
    }
    switch (message.type) {
      case 'joins':
        return this.announce(message.tab);
      case 'wants':
        return this.#want(message);
      case 'leaves':
        return this.#guests.leave(message.tab);
      case 'records':
        return this.#keep(this.#record(message));
      case 'says':
        return void lead.conversation.send(message.message);
      case 'resumes':
        return this.resume();
      case 'asks':
        return this.#keep(this.#answer(message));
      default:
    }
  }

  /** Ends: closes what it leads, and answers what it was asked. */
  async end(): Promise<void> {
    const { lead } = this.#parts;
    await lead.close();
    await Promise.all(this.#underWay);
    this.#stops.forEach((stop) => stop());
    this.#guests.clear();
  }

  #want({ tab, wanted }: Wants): void {
    if (this.#guests.want(tab, wanted) && this.#isBehind) {
      this.announce(tab);
    }
  }

  #keep(work: Promise<void>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  async #record({ tab, ref, change }: Records): Promise<void> {
    const { lead, channel, term } = this.#parts;
    const answer: Recorded = { type: 'recorded', to: tab, term, ref };
    try {
      await lead.record(change);
      channel.post(answer);
    } catch (error) {
      const fault = error instanceof StorageError ? error.fault : 'failed';
      channel.post({ ...answer, failure: { fault, message: messageOf(error) } });
    }
  }

  async #answer({ tab, ref, request }: Asks): Promise<void> {
    const answer = await this.#ask(request);
    this.#parts.channel.post({ type: 'answers', to: tab, ref, answer });
  }

  async #ask(request: HandoffRequest): Promise<Answers['answer']> {
    const { conversation, deviceId } = this.#parts.lead;
    try {
      const { echoOf } = await loadEcho();
      const answer = await conversation.request(request);
      const echo = echoOf(request, answer, this.recent, deviceId);
      if (echo) {
        this.#tell(echo);
      }
      return answer;
    } catch (error) {
      return { type: 'refused', problem: error instanceof RequestRefused ? error.problem : problemOfError(error) };
    }
  }

  /** Tells all tabs what was heard. */
  #tell(heard: Heard): void {
    this.#recent.hear(heard);
    this.#parts.talk.hear(heard);
    this.#parts.channel.post({ type: 'hears', heard });
  }
}

/** Needed once something is asked about activities. */
function loadEcho(): Promise<typeof import('../company/echo.js')> {
  return import('../company/echo.js').catch((error: unknown) => {
    throw new RequestRefused(problem('unavailable', 'A part of the app could not be loaded', 503, String(error)));
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
