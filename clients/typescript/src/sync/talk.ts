import type { Granted, Ok, ServerMessage, TellPresence, Welcome } from '../wire/messages.js';
import { RequestRefused, type Conversation, type HandoffRequest, type Heard } from './ports.js';
import { problem } from './problems.js';
import type { Requests } from './requests.js';

/** The {@link Conversation} of an engine: the same one over all of its connections. */
export class Talk implements Conversation {
  private readonly listeners = new Set<(heard: Heard) => void>();
  private over:
    { readonly welcome: Welcome; readonly requests: Requests; send(message: TellPresence): void } | undefined;

  /** The `ref` under which this device told of itself last. */
  private told: string | undefined;

  get welcome(): Welcome | undefined {
    return this.over?.welcome;
  }

  send(message: TellPresence): boolean {
    if (this.over === undefined) {
      return false;
    }
    this.told = this.over.requests.ref();
    this.over.send({ ...message, ref: this.told });
    return true;
  }

  async request(message: HandoffRequest): Promise<Ok | Granted> {
    if (this.over === undefined) {
      throw new RequestRefused(problem('not-connected', 'There is no connection'));
    }
    return (await this.over.requests.ask(message)) as Ok | Granted;
  }

  on(listener: (heard: Heard) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  begin(welcome: Welcome, requests: Requests, send: (message: TellPresence) => void): void {
    this.over = { welcome, requests, send };
    this.tell(welcome);
  }

  end(): void {
    if (this.over !== undefined) {
      this.over = undefined;
      this.told = undefined;
      this.tell({ type: 'gone' });
    }
  }

  /** Whether it is of the moment, and was told. */
  hear(message: ServerMessage): boolean {
    switch (message.type) {
      case 'presence':
      case 'present':
      case 'handoff.offered':
      case 'handoff.release-requested':
      case 'handoff.granted':
      case 'handoff.claimed':
      case 'handoff.expired':
        this.tell(message);
        return true;
      case 'error':
        if (message.ref === undefined || message.ref !== this.told) {
          return false;
        }
        this.tell({ type: 'presence-refused', problem: message.problem });
        return true;
      default:
        return false;
    }
  }

  private tell(heard: Heard): void {
    [...this.listeners].forEach((listener) => listener(heard));
  }
}
