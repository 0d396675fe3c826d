import { SUBPROTOCOL, type ClientMessage } from '../wire/messages.js';
import { readServerMessage } from '../wire/read.js';
import { addressOf } from './address.js';
import type { Connection, ConnectionEvents, Transport } from './ports.js';

/** How a socket is made: `WebSocket` of browsers, of Node 22, or of the package `ws`. */
export type WebSocketConstructor = new (url: string, protocol: string) => SocketLike;

/** As much of a WebSocket as is needed. */
export interface SocketLike {
  readonly readyState: number;
  readonly bufferedAmount: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

/** What a {@link WebSocketTransport} needs. */
export interface WebSocketOptions {
  /** Where the server is: `https://sync.example.com`. */
  readonly url: string;
  /** The platform's unless given. */
  readonly WebSocket?: WebSocketConstructor;
}

const OPEN = 1;
/** No connection, or it broke. */
const ABNORMAL = 1006;

/** Connects over a WebSocket. */
export class WebSocketTransport implements Transport {
  constructor(private readonly options: WebSocketOptions) {}

  connect(events: ConnectionEvents): Connection {
    const make = this.options.WebSocket ?? platformSocket();
    if (make === undefined) {
      return failed(events, 'there is no WebSocket here');
    }
    try {
      const url = addressOf(this.options.url, '/v1/sync').replace(/^http/, 'ws');
      return new SocketConnection(new make(url, SUBPROTOCOL), events);
    } catch (error) {
      return failed(events, error instanceof Error ? error.message : String(error));
    }
  }
}

/** One socket. What it brings that is no message is left out. Closed by us, it is closed at once, whether or not the other side answers. */
class SocketConnection implements Connection {
  private over = false;

  constructor(
    private readonly socket: SocketLike,
    private readonly events: ConnectionEvents,
  ) {
    socket.onopen = () => this.over || events.opened();
    socket.onmessage = ({ data }: { data: unknown }) => this.take(data);
    socket.onclose = ({ code, reason }: { code: number; reason: string }) => this.end(code, reason);
    // a close event follows, which says as much
    socket.onerror = () => undefined;
  }

  get buffered(): number {
    return this.socket.bufferedAmount;
  }

  send(message: ClientMessage): void {
    if (!this.over && this.socket.readyState === OPEN) {
      this.socket.send(JSON.stringify(message));
    }
  }

  close(code = 1000, reason = ''): void {
    if (!this.over) {
      // browsers take no other codes
      this.socket.close(code === 1000 || (code >= 3000 && code < 5000) ? code : 1000, reason);
      queueMicrotask(() => this.end(code, reason));
    }
  }

  private take(data: unknown): void {
    const message = this.over || typeof data !== 'string' ? undefined : readServerMessage(data);
    if (message !== undefined) {
      this.events.message(message);
    }
  }

  private end(code: number, reason: string): void {
    if (!this.over) {
      this.over = true;
      this.events.closed(code, reason);
    }
  }
}

function platformSocket(): WebSocketConstructor | undefined {
  return (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket;
}

/** A connection that never opens. */
function failed(events: ConnectionEvents, reason: string): Connection {
  queueMicrotask(() => events.closed(ABNORMAL, reason));
  return { buffered: 0, send: () => undefined, close: () => undefined };
}
