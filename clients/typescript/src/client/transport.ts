import { withFallback } from '../sync/fallback.js';
import type { Connection, ConnectionEvents, Timers, Transport } from '../sync/ports.js';
import { WebSocketTransport } from '../sync/websocket.js';
import type { ClientOptions } from './options.js';

/** No connection, or it broke. */
const ABNORMAL = 1006;

/** A WebSocket, and HTTP where none gets through; the code of the latter is loaded when it comes to that. */
export function platformTransport(
  { url, WebSocket, fetch }: Pick<ClientOptions<never>, 'url' | 'WebSocket' | 'fetch'>,
  timers: Timers,
): Transport {
  const http = async () => {
    const { HttpTransport } = await import('../sync/http.js');
    return new HttpTransport({ url, timers, ...(fetch && { fetch }) });
  };
  return withFallback(new WebSocketTransport({ url, ...(WebSocket && { WebSocket }) }), loadedLater(http), timers);
}

/** A transport that is loaded when somebody connects; a connection does not open when it cannot be. */
export function loadedLater(load: () => Promise<Transport>): Transport {
  return {
    connect(events: ConnectionEvents): Connection {
      let connection: Connection | undefined;
      let isOver = false;
      load().then(
        (transport) => {
          if (!isOver) {
            connection = transport.connect(events);
          }
        },
        (error: unknown) => isOver || events.closed(ABNORMAL, String(error)),
      );
      return {
        get buffered() {
          return connection?.buffered ?? 0;
        },
        send: (message) => connection?.send(message),
        close(code, reason) {
          if (!isOver && !connection) {
            queueMicrotask(() => events.closed(code ?? 1000, reason ?? ''));
          }
          isOver = true;
          connection?.close(code, reason);
        },
      };
    },
  };
}
