import { withFallback } from '../sync/fallback.js';
import { HttpTransport } from '../sync/http.js';
import type { Timers, Transport } from '../sync/ports.js';
import { WebSocketTransport } from '../sync/websocket.js';
import type { ClientOptions } from './options.js';

/** A WebSocket, and HTTP where none gets through. */
export function platformTransport(
  { url, WebSocket, fetch }: Pick<ClientOptions<never>, 'url' | 'WebSocket' | 'fetch'>,
  timers: Timers,
): Transport {
  return withFallback(
    new WebSocketTransport({ url, ...(WebSocket && { WebSocket }) }),
    new HttpTransport({ url, timers, ...(fetch && { fetch }) }),
    timers,
  );
}
