import type { Observable } from '../query/observable.js';
import { safely } from '../query/values.js';
import { type HandoffRequest, type Heard, RequestRefused } from '../sync/ports.js';
import { problem } from '../sync/problems.js';
import type { Fields } from '../value/json.js';
import type { Granted, Ok, ReleaseRequested } from '../wire/messages.js';
import type { SharedActivity } from './activities.js';
import type { Accompanied } from './company.js';
import { Ongoing } from './ongoing.js';
import { type ActivityNews, Publication } from './publication.js';
import { type LastState, lastState, type ReleaseListener } from './release.js';
import type { CompanySetting } from './setting.js';

/**
 * Going on with something on another device. Always the same object for a client, and closed with it; an app that does not ask for it does not
 * load it.
 */
export function handoffOf(client: Accompanied): Handoff {
  return client.company.the(Handoff);
}

/**
 * What this person is at, and going on with it on another device. Of the moment: what has to last is a record. Everything that is asked of
 * the server fails with a {@link RequestRefused}: `not-connected`, `connection-lost`, `activity-moved` (somebody else was first), `not-found`
 * (it is over, or that device is not online).
 */
export class Handoff {
  readonly #ongoing: Ongoing;
  readonly #publications = new Map<string, Publication>();
  readonly #releaseListeners = new Set<ReleaseListener>();
  readonly #receiveListeners = new Set<(activity: SharedActivity, from?: string) => void>();
  readonly #setting: CompanySetting;
  readonly #stopListening: () => void;

  constructor(setting: CompanySetting) {
    this.#setting = setting;
    this.#ongoing = new Ongoing(setting);
    this.#stopListening = setting.conversation.on((heard) => this.#hear(heard));
    if (setting.conversation.welcome !== undefined) {
      this.#hear(setting.conversation.welcome);
    }
  }

  /** What is going on, on this device and others; nothing while there is no connection. */
  get activities(): Observable<readonly SharedActivity[]> {
    return this.#ongoing.live;
  }

  /**
   * Begins an activity on this device, or tells how far it is: at most twice a second, the latest counts; without a connection as soon as
   * there is one. Resolves when the server has this state, or a later one.
   *
   * @param news its `id` is a UUID that stays the same; `state` at most 16 KiB of JSON
   */
  publish(news: ActivityNews): Promise<void> {
    return this.#publication(news.id).publish(news);
  }

  /** Moves an activity here. The device that has it is given 2 s to say how far it is. Resolves with how it stands then. */
  async claim(activityId: string): Promise<SharedActivity> {
    const { version } = this.#ongoing.known(activityId);
    await this.#ask({ type: 'handoff.claim', activityId, version });
    return this.#ongoing.known(activityId);
  }

  /** Lets go of an activity of this device, with its last state unless that was published. Whoever comes may go on with it. */
  release(activityId: string, state?: Fields): Promise<void> {
    return this.#release(activityId, state);
  }

  /** Moves an activity from wherever it is to a device that is online; with its last state when it is on this one. */
  async sendTo(activityId: string, deviceId: string, state?: Fields): Promise<void> {
    const { isHere, version } = this.#ongoing.known(activityId);
    if (isHere) {
      await this.#release(activityId, state, deviceId);
    } else {
      await this.#ask({ type: 'handoff.claim', activityId, version, deviceId });
    }
  }

  /** It is over, on whatever device it is. */
  async end(activityId: string): Promise<void> {
    await this.#publication(activityId).after(async () => {
      const { version } = this.#ongoing.known(activityId);
      await this.#ask({ type: 'handoff.end', activityId, version });
      this.#isOver(activityId);
    });
  }

  /**
   * Told when another device wants an activity of this one. What the listener answers is its last state, with which it is let go of. Returns
   * how to stop listening.
   */
  onReleaseRequested(listener: ReleaseListener): () => void {
    this.#releaseListeners.add(listener);
    return () => this.#releaseListeners.delete(listener);
  }

  /** Told of an activity that was sent to this device without being claimed here, and which device had it. Returns how to stop listening. */
  onReceived(listener: (activity: SharedActivity, from?: string) => void): () => void {
    this.#receiveListeners.add(listener);
    return () => this.#receiveListeners.delete(listener);
  }

  /** Ends it. Activities stay where they are; states that were not told are not told any more. */
  close(): void {
    this.#stopListening();
    const closed = new RequestRefused(problem('not-connected', 'The client is closed'));
    this.#publications.forEach((publication) => publication.close(closed));
  }

  #hear(heard: Heard): void {
    const activities = this.#ongoing.after(heard);
    for (const { id, isHere, version } of activities) {
      const publication = this.#publications.get(id);
      if (isHere && publication !== undefined) {
        publication.version = version;
      }
    }
    this.#ongoing.become(activities);
    switch (heard.type) {
      case 'welcome':
      case 'present':
        this.#publications.forEach((publication, id) => {
          if (heard.activities?.every((activity) => activity.id !== id)) {
            publication.version = 0;
          }
          publication.resume();
        });
        break;
      case 'handoff.claimed':
        // what was not told yet comes late, and is in the history
        void this.#publications.get(heard.activityId)?.after(() => Promise.resolve());
        break;
      case 'handoff.expired':
        this.#isOver(heard.activityId);
        break;
      case 'handoff.granted':
        if (heard.ref === undefined) {
          const activity = this.#ongoing.known(heard.activityId);
          this.#receiveListeners.forEach((listener) => safely(() => listener(activity, heard.from)));
        }
        break;
      case 'handoff.release-requested':
        void this.#letGo(heard);
        break;
    }
  }

  /** When nobody here is at it, it is for another tab of this device to answer. */
  async #letGo({ activityId, deviceId, withinMs }: ReleaseRequested): Promise<void> {
    const activity = this.#ongoing.get(activityId);
    if (!activity?.isHere || (this.#releaseListeners.size === 0 && !this.#publications.has(activityId))) {
      return;
    }
    const state = await lastState(this.#releaseListeners, { activity, deviceId, withinMs });
    // if that comes too late the activity has moved, and the state is in the history
    await this.release(activityId, state).catch(() => undefined);
  }

  async #release(activityId: string, state: LastState, deviceId?: string): Promise<void> {
    const publication = this.#publication(activityId);
    await publication.after(async () => {
      const version = publication.version || this.#ongoing.known(activityId).version;
      await this.#ask({
        type: 'handoff.release',
        activityId,
        version,
        ...(state && { state }),
        ...(deviceId !== undefined && { deviceId }),
      });
    });
  }

  /** To publish it begins it anew. */
  #isOver(activityId: string): void {
    const publication = this.#publications.get(activityId);
    if (publication !== undefined) {
      publication.version = 0;
    }
    this.#ongoing.remove(activityId);
  }

  #publication(id: string): Publication {
    let publication = this.#publications.get(id);
    if (publication === undefined) {
      const activity = this.#ongoing.get(id);
      publication = new Publication(this.#setting);
      publication.version = activity?.isHere ? activity.version : 0;
      this.#publications.set(id, publication);
    }
    return publication;
  }

  async #ask(request: HandoffRequest): Promise<Ok | Granted> {
    const answer = await this.#setting.conversation.request(request);
    if (answer.type === 'handoff.granted') {
      this.#hear(answer);
    }
    return answer;
  }
}
