import type { ClientMessage, DigestRequest, Fetch, ServerMessage, Unsubscribe, WireRecord } from '../wire/messages.js';
import { RequestRefused, type HandoffRequest } from './ports.js';
import { problem } from './problems.js';

type Unreferenced<T> = T extends { readonly ref: string } ? Omit<T, 'ref'> : never;

/** What wants an answer, without the `ref` that it gets here. */
export type Request = Unreferenced<DigestRequest | Fetch | Unsubscribe> | HandoffRequest;

interface Waiting {
  /** Whether this was all of the answer. */
  take(message: ServerMessage): boolean;
  fail(error: RequestRefused): void;
}

/** The requests of one connection, and their answers. */
export class Requests {
  private readonly waiting = new Map<string, Waiting>();
  private count = 0;
  private isOver = false;

  constructor(private readonly send: (message: ClientMessage) => void) {}

  /** A `ref` that was not used on this connection. */
  ref(): string {
    return String(++this.count);
  }

  /** Resolves with the answer; fails with a {@link RequestRefused}. */
  ask(request: Request): Promise<ServerMessage> {
    return new Promise((resolve, reject) => {
      this.put(request, {
        take: (message) => {
          resolve(message);
          return true;
        },
        fail: reject,
      });
    });
  }

  /** The records of all pages of an answer. */
  fetch(request: Unreferenced<Fetch>): Promise<WireRecord[]> {
    return new Promise((resolve, reject) => {
      const records: WireRecord[] = [];
      this.put(request, {
        take: (message) => {
          if (message.type !== 'snapshot') {
            reject(new RequestRefused(problem('internal', 'The answer is not what was asked for')));
            return true;
          }
          records.push(...message.records);
          if (message.next === undefined) {
            resolve(records);
          }
          return message.next === undefined;
        },
        fail: reject,
      });
    });
  }

  private put(request: Request, waiting: Waiting): void {
    if (this.isOver) {
      return waiting.fail(lost());
    }
    const ref = this.ref();
    this.waiting.set(ref, waiting);
    this.send({ ...request, ref });
  }

  /** Whether somebody waits for an answer under this `ref`. */
  has(ref: string | undefined): ref is string {
    return ref !== undefined && this.waiting.has(ref);
  }

  answer(ref: string, message: ServerMessage): void {
    const waiting = this.waiting.get(ref);
    if (waiting === undefined) {
      return;
    }
    if (message.type === 'error') {
      waiting.fail(new RequestRefused(message.problem));
      this.waiting.delete(ref);
    } else if (waiting.take(message)) {
      this.waiting.delete(ref);
    }
  }

  /** The connection is gone: nothing is answered any more. */
  end(): void {
    const all = [...this.waiting.values()];
    this.isOver = true;
    this.waiting.clear();
    all.forEach((waiting) => waiting.fail(lost()));
  }
}

function lost(): RequestRefused {
  return new RequestRefused(problem('connection-lost', 'The connection is gone'));
}
