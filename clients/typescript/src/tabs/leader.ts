import { StorageError, type Write } from '../storage/storage.js';
import { RequestRefused, type HandoffRequest } from '../sync/ports.js';
import { problemOfError } from '../sync/problems.js';
import type { Channel } from './channel.js';
import type { Guests } from './guests.js';
import type { Lead } from './lead.js';
import type { Answers, Asks, Recorded, Records, TabMessage } from './messages.js';
import { Recent } from './recent.js';

/** What a {@link Leader} works with. */
export interface LeaderParts {
  /** The tab that leads. */
  readonly tab: string;
  readonly term: string;
  readonly lead: Lead;
  readonly channel: Channel;
  readonly guests: Guests;
  /** How many commits there were. */
  readonly commits: () => number;
  /** The offset of the clock, in milliseconds. */
  readonly offset: () => number;
}

/** Serves the other tabs while this one leads. */
export class Leader {
  readonly #parts: LeaderParts;
  readonly #recent = new Recent();
  readonly #stops: (() => void)[];
  readonly #underWay = new Set<Promise<void>>();

  constructor(parts: LeaderParts) {
    this.#parts = parts;
    const { lead, channel } = parts;
    this.#recent.begin(lead.conversation.welcome);
    this.#stops = [
      lead.onStatus((status) => channel.post({ type: 'reports', status })),
      lead.conversation.on((heard) => {
        this.#recent.hear(heard);
        channel.post({ type: 'hears', heard });
      }),
    ];
  }

  /** Says that this tab leads. */
  announce(to?: string): void {
    const { tab, term, lead, channel, commits, offset } = this.#parts;
    const heard = this.#recent.all;
    const told = { tab, term, commits: commits(), offset: offset(), status: lead.status, heard };
    channel.post({ type: 'leads', ...(to !== undefined && { to }), ...told });
  }

  committed(writes: readonly Write[]): void {
    const { channel, commits, offset } = this.#parts;
    channel.post({ type: 'committed', writes, commits: commits(), offset: offset() });
  }

  hear(message: TabMessage): void {
    const { guests, lead, term } = this.#parts;
    if ('term' in message && message.term !== term) {
      return;
    }
    switch (message.type) {
      case 'joins':
        return this.announce(message.tab);
      case 'wants':
        return guests.want(message.tab, message.wanted);
      case 'leaves':
        return guests.leave(message.tab);
      case 'records':
        return this.#keep(this.#record(message));
      case 'says':
        return void lead.conversation.send(message.message);
      case 'resumes':
        return lead.resume();
      case 'asks':
        return this.#keep(this.#ask(message));
      default:
    }
  }

  /** Ends: closes what it leads, and answers what it was asked. */
  async end(): Promise<void> {
    const { lead, guests } = this.#parts;
    await lead.close();
    await Promise.all(this.#underWay);
    this.#stops.forEach((stop) => stop());
    guests.clear();
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

  /** Asks something about handoff; never fails. */
  ask(request: HandoffRequest): Promise<Answers['answer']> {
    return this.#parts.lead.conversation.request(request).catch((error: unknown) => refusal(error));
  }

  async #ask({ tab, ref, request }: Asks): Promise<void> {
    const answer = await this.ask(request);
    this.#parts.channel.post({ type: 'answers', to: tab, ref, answer });
  }
}

function refusal(error: unknown): Answers['answer'] {
  return { type: 'refused', problem: error instanceof RequestRefused ? error.problem : problemOfError(error) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
