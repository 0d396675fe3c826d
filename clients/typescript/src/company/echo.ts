import type { Conversation, HandoffRequest, Heard } from '../sync/ports.js';
import type { Granted, Ok, TellPresence, Welcome } from '../wire/messages.js';
import type { SharedActivity } from './activities.js';
import { Ongoing } from './ongoing.js';
import type { CompanySetting } from './setting.js';

/**
 * A conversation in which everybody who listens also hears what this device does itself about activities: the server tells that only the
 * others. So all tabs of a browser know the same.
 */
export class Echo implements Conversation {
  readonly #conversation: Conversation;
  readonly #ongoing: Ongoing;
  readonly #deviceId: string;
  readonly #listeners = new Set<(heard: Heard) => void>();

  /** Listens to the conversation of the setting as long as that lasts. */
  constructor(setting: CompanySetting) {
    this.#conversation = setting.conversation;
    this.#deviceId = setting.deviceId;
    this.#ongoing = new Ongoing(setting);
    this.#conversation.on((heard) => this.#tell(heard));
    if (this.#conversation.welcome !== undefined) {
      this.#ongoing.become(this.#ongoing.after(this.#conversation.welcome));
    }
  }

  get welcome(): Welcome | undefined {
    return this.#conversation.welcome;
  }

  send(message: TellPresence): boolean {
    return this.#conversation.send(message);
  }

  async request(request: HandoffRequest): Promise<Ok | Granted> {
    const answer = await this.#conversation.request(request);
    const heard = this.#echoOf(request, answer);
    if (heard !== undefined) {
      this.#tell(heard);
    }
    return answer;
  }

  on(listener: (heard: Heard) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(heard: Heard): void {
    this.#ongoing.become(this.#ongoing.after(heard));
    [...this.#listeners].forEach((listener) => listener(heard));
  }

  #echoOf(request: HandoffRequest, answer: Ok | Granted): Heard | undefined {
    if (answer.type === 'handoff.granted') {
      return { ref: '', ...answer };
    }
    switch (request.type) {
      case 'handoff.publish': {
        const { id, state = {}, version: told = 0 } = request.activity;
        const version = answer.version ?? told;
        const isOver = told > 0 && this.#ongoing.get(id) === undefined;
        return isOver ? undefined : this.#offered({ ...request.activity, state, version, deviceId: this.#deviceId });
      }
      case 'handoff.release': {
        const activity = this.#ongoing.get(request.activityId);
        if (activity?.version !== request.version) {
          return undefined;
        }
        const { deviceId, ...released } = { ...activity, ...(request.state && { state: request.state }) };
        return this.#offered(
          answer.version !== request.version && deviceId !== undefined ? { ...released, deviceId } : released,
        );
      }
      default:
        return undefined;
    }
  }

  #offered(activity: Omit<SharedActivity, 'isHere' | 'toldAt'>): Heard {
    const { id, kind, resource, title, state, version, deviceId } = activity;
    return {
      type: 'handoff.offered',
      storeId: this.welcome?.stores[0]?.storeId ?? '',
      activityId: id,
      version,
      activity: {
        id,
        kind,
        resource,
        state,
        version,
        ageMs: 0,
        ...(title !== undefined && { title }),
        ...(deviceId !== undefined && { deviceId }),
      },
    };
  }
}
