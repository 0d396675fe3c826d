import { RequestRefused, type Conversation, type HandoffRequest, type Heard } from '../sync/ports.js';
import { problem } from '../sync/problems.js';
import type { Granted, Ok, TellPresence, Welcome } from '../wire/messages.js';
import type { Answers } from './messages.js';

/** How something is said to the server: by this tab's own engine, or through the leader. */
export interface Mouth {
  send(message: TellPresence): void;
  request(ref: number, request: HandoffRequest): void;
}

interface Question {
  readonly answered: (answer: Ok | Granted) => void;
  readonly refused: (error: unknown) => void;
}

/** The {@link Conversation} of a tab, whoever leads. */
export class TabTalk implements Conversation {
  readonly #listeners = new Set<(heard: Heard) => void>();
  readonly #questions = new Map<number, Question>();
  #welcome: Welcome | undefined;
  #mouth: Mouth | undefined;
  #last = 0;

  get welcome(): Welcome | undefined {
    return this.#welcome;
  }

  send(message: TellPresence): boolean {
    const isOpen = this.#mouth !== undefined && this.#welcome !== undefined;
    if (isOpen) {
      this.#mouth!.send(message);
    }
    return isOpen;
  }

  request(message: HandoffRequest): Promise<Ok | Granted> {
    const mouth = this.#mouth;
    if (mouth === undefined || this.#welcome === undefined) {
      return Promise.reject(new RequestRefused(problem('not-connected', 'There is no connection')));
    }
    const ref = ++this.#last;
    return new Promise((answered, refused) => {
      this.#questions.set(ref, { answered, refused });
      mouth.request(ref, message);
    });
  }

  on(listener: (heard: Heard) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Somebody else leads, or nobody: the connection of before is gone, and what was asked over it is not known. */
  change(mouth: Mouth | undefined, heard: readonly Heard[]): void {
    if (this.#welcome) {
      this.hear({ type: 'gone' });
    }
    const lost = [...this.#questions.values()];
    this.#questions.clear();
    this.#mouth = mouth;
    lost.forEach(({ refused }) => refused(new RequestRefused(problem('connection-lost', 'The connection is gone'))));
    heard.forEach((each) => this.hear(each));
  }

  hear(heard: Heard): void {
    if (heard.type === 'welcome') {
      this.#welcome = heard;
    } else if (heard.type === 'gone') {
      this.#welcome = undefined;
    }
    [...this.#listeners].forEach((listener) => listener(heard));
  }

  answer(ref: number, answer: Answers['answer']): void {
    const question = this.#questions.get(ref);
    this.#questions.delete(ref);
    if (answer.type === 'refused') {
      question?.refused(new RequestRefused(answer.problem));
    } else {
      question?.answered(answer);
    }
  }
}
