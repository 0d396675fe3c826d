import { echoOf } from '../../src/company/echo.js';
import type { Conversation, HandoffRequest, Heard } from '../../src/sync/ports.js';
import { Recent } from '../../src/tabs/recent.js';
import type { Granted, Ok, TellPresence, Welcome } from '../../src/wire/messages.js';

/** A conversation of a device that hears what it does itself, as all tabs of a browser do. */
export class Echoing implements Conversation {
  readonly #recent = new Recent();
  readonly #listeners = new Set<(heard: Heard) => void>();

  constructor(
    readonly conversation: Conversation,
    readonly deviceId: string,
  ) {
    this.#recent.begin(conversation.welcome);
    conversation.on((heard) => this.#tell(heard));
  }

  get welcome(): Welcome | undefined {
    return this.conversation.welcome;
  }

  send(message: TellPresence): boolean {
    return this.conversation.send(message);
  }

  async request(request: HandoffRequest): Promise<Ok | Granted> {
    const answer = await this.conversation.request(request);
    const echo = echoOf(request, answer, this.#recent.all, this.deviceId);
    if (echo) {
      this.#tell(echo);
    }
    return answer;
  }

  on(listener: (heard: Heard) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(heard: Heard): void {
    this.#recent.hear(heard);
    [...this.#listeners].forEach((listener) => listener(heard));
  }
}
