import type {
  Claim,
  Claimed,
  ClientMessage,
  End,
  Expired,
  Granted,
  Offered,
  Ok,
  Presence,
  Present,
  Publish,
  Release,
  ReleaseRequested,
  ServerMessage,
  TellPresence,
  Welcome,
} from '../wire/messages.js';
import type { Problem } from '../wire/problem.js';

/** A connection to a server, whatever carries it. Messages come in their order; nothing comes after `closed`. */
export interface Connection {
  /** Sends a message, in its order; nothing once it is closed. */
  send(message: ClientMessage): void;
  /** How many bytes were given to `send` and have not left. */
  readonly buffered: number;
  /** Ends it; `closed` is told then. */
  close(code?: number, reason?: string): void;
}

/** What is told of a connection. */
export interface ConnectionEvents {
  /** It is open, and takes messages. */
  opened(): void;
  /** A message of the server came. */
  message(message: ServerMessage): void;
  /** Also when it never opened (code 1006). */
  closed(code: number, reason: string): void;
}

/** Opens connections. */
export interface Transport {
  /** Opens one; its events come after this returns. */
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
  /** Whether there is one now. */
  readonly online: boolean;
  /** Told when that changes. Returns how to stop listening. */
  onChange(listener: (online: boolean) => void): () => void;
}

/** Numbers in [0, 1). */
export type Random = () => number;

/** What is asked about handoff; its `ref` is given by who sends it. */
export type HandoffRequest = Omit<Publish, 'ref'> | Omit<Claim, 'ref'> | Omit<Release, 'ref'> | Omit<End, 'ref'>;

/** The connection is gone: what was told over it is not known any more. A `welcome` says that there is one again. */
export interface Gone {
  readonly type: 'gone';
}

/** What this device told of itself last was not taken, and the others do not know of it. */
export interface PresenceRefused {
  readonly type: 'presence-refused';
  readonly problem: Problem;
}

/** What is heard of the moment: who is there, and who is at what. */
export type Heard =
  Welcome | Gone | Presence | PresenceRefused | Present | Offered | ReleaseRequested | Granted | Claimed | Expired;

/**
 * Talk of the moment, beside the replica, over the connection that an engine keeps. Nothing of it is kept for later: who wants something said
 * on the next connection says it again when it hears its `welcome`.
 */
export interface Conversation {
  /** What the server said first on the connection that stands; `undefined` while there is none. */
  readonly welcome: Welcome | undefined;
  /** Whether it was sent: not while there is no connection. That it was refused is heard later. */
  send(message: TellPresence): boolean;
  /**
   * Resolves with the answer of the server. Fails with a {@link RequestRefused}: with the problem that it answered, or with the codes
   * `not-connected` (nothing was sent) and `connection-lost` (it is not known whether it was done).
   */
  request(message: HandoffRequest): Promise<Ok | Granted>;
  /** Told in the order in which it was heard. Returns how to stop listening. */
  on(listener: (heard: Heard) => void): () => void;
}

/** A request was not carried out, and `problem` says why. */
export class RequestRefused extends Error {
  /** `RequestRefused`. */
  override readonly name = 'RequestRefused';

  /** @param problem why, as the server said it, or this client */
  constructor(
    /** Why. */
    readonly problem: Problem,
  ) {
    super(problem.detail ?? problem.title);
  }
}
