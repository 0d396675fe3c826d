import type { ClientMessage, ServerMessage } from '../wire/messages.js';

/** A connection to a server, whatever carries it. Messages come in their order; nothing comes after `closed`. */
export interface Connection {
  send(message: ClientMessage): void;
  /** How many bytes were given to `send` and have not left. */
  readonly buffered: number;
  close(code?: number, reason?: string): void;
}

export interface ConnectionEvents {
  opened(): void;
  message(message: ServerMessage): void;
  /** Also when it never opened (code 1006). */
  closed(code: number, reason: string): void;
}

/** Opens connections. */
export interface Transport {
  connect(events: ConnectionEvents): Connection;
}

/** Time, so that tests can make it pass. */
export interface Timers {
  /** Unix ms. */
  now(): number;
  /** Returns how to take it back. */
  after(millis: number, work: () => void): () => void;
}

/** Whether there is a network at all, as far as the platform knows. */
export interface Network {
  readonly online: boolean;
  onChange(listener: (online: boolean) => void): () => void;
}

/** Numbers in [0, 1). */
export type Random = () => number;
