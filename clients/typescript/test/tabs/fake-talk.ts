import { RequestRefused, type Conversation, type HandoffRequest, type Heard } from '../../src/sync/ports.js';
import { problem } from '../../src/sync/problems.js';
import type { Granted, Ok, TellPresence, Welcome } from '../../src/wire/messages.js';

/** A conversation whose other end is the test. */
export class FakeTalk implements Conversation {
  welcome: Welcome | undefined;
  readonly sent: TellPresence[] = [];
  readonly asked: HandoffRequest[] = [];
  answer: (message: HandoffRequest) => Promise<Ok | Granted> = async () => {
    throw new RequestRefused(problem('not-found', 'Nothing there', 404));
  };
  readonly #listeners = new Set<(heard: Heard) => void>();

  send(message: TellPresence): boolean {
    this.sent.push(message);
    return this.welcome !== undefined;
  }

  request(message: HandoffRequest): Promise<Ok | Granted> {
    this.asked.push(message);
    return this.answer(message);
  }

  on(listener: (heard: Heard) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hear(heard: Heard): void {
    if (heard.type === 'welcome') this.welcome = heard;
    if (heard.type === 'gone') this.welcome = undefined;
    this.#listeners.forEach((listener) => listener(heard));
  }
}
