import type { Connection, ConnectionEvents, Transport } from '../../../clients/typescript/src/sync/ports.js';
import {
  type ClientMessage,
  DEFAULT_LIMITS,
  type ServerMessage,
} from '../../../clients/typescript/src/wire/messages.js';

/** No pace: the client is what is measured. */
const LIMITS = { ...DEFAULT_LIMITS, opsPerSecond: 1_000_000 };
const STORE = 'store';

/** A server in the page that takes everything as it is, and answers at once. Messages are texts on their way, as they are on a socket. */
export class PageServer implements Transport {
  #seq = 0;

  connect(events: ConnectionEvents): Connection {
    let open = true;
    const answer = (message: ServerMessage): void => {
      const text = JSON.stringify(message);
      queueMicrotask(() => open && events.message(JSON.parse(text) as ServerMessage));
    };
    queueMicrotask(() => events.opened());
    return {
      buffered: 0,
      send: (message) => this.#take(JSON.parse(JSON.stringify(message)) as ClientMessage, answer),
      close: (code = 1000, reason = '') => {
        open = false;
        queueMicrotask(() => events.closed(code, reason));
      },
    };
  }

  #take(message: ClientMessage, answer: (message: ServerMessage) => void): void {
    switch (message.type) {
      case 'hello':
        answer({
          type: 'welcome',
          session: 'page',
          serverTime: Date.now(),
          limits: LIMITS,
          stores: [{ storeId: STORE, epoch: 'page', head: this.#seq }],
        });
        return;
      case 'push': {
        const results = message.ops.map(({ opId }) => ({ opId, status: 'applied', seq: ++this.#seq }) as const);
        answer({ type: 'ack', ref: message.ref, results });
        return;
      }
      case 'subscribe':
        answer({ type: 'live', sub: message.sub, storeId: STORE, cursor: String(this.#seq) });
        return;
      case 'ping':
        answer({ type: 'pong', heads: { [STORE]: this.#seq } });
    }
  }
}
