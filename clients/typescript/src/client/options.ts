import type { Schema } from '../schema/schema.js';
import type { Storage } from '../storage/storage.js';
import type { Network, Random, Timers, Transport } from '../sync/ports.js';
import type { TokenSource } from '../sync/tokens.js';
import type { WebSocketConstructor } from '../sync/websocket.js';
import type { Tabs } from './platform.js';

/** What a client is made of. */
export interface ClientOptions<S extends Schema> {
  /** Where the server is: `https://sync.example.com`. */
  readonly url: string;
  /** See `defineSchema`. */
  readonly schema: S;
  /**
   * Where the replica lives; not opened, and of this client alone. It is of one user, and one store: another user on the same device has
   * another one.
   */
  readonly storage: Storage;
  /** Gives the access token of the session. */
  readonly token: TokenSource;
  /** This device, as signing in answered. */
  readonly device: {
    /** As its tokens name it (`did`). */
    readonly id: string;
    /** What its user calls it. */
    readonly name: string;
    /** What it runs on: `web`, `ios`, … */
    readonly platform: string;
  };
  /** The store that it is about; the user's personal one unless given. */
  readonly storeId?: string;
  /**
   * What the server is asked for: all collections of the schema, whole (`everything`, unless given), or what live queries ask for (`queries`). What
   * is on the device stays there either way.
   */
  readonly sync?: 'everything' | 'queries';
  /** What tells replicas of one browser apart; the name of the storage unless given. */
  readonly name?: string;
  /** How tabs that share the storage find each other: the platform's way in a browser unless given; `false` when nobody else has it open. */
  readonly tabs?: Tabs | false;
  /** The platform's unless given. */
  readonly WebSocket?: WebSocketConstructor;
  /** The platform's unless given. */
  readonly fetch?: typeof fetch;
  /** How the server is reached; a WebSocket, and HTTP where none gets through, unless given. */
  readonly transport?: Transport;
  /** The platform's unless given. */
  readonly timers?: Timers;
  /** The platform's unless given. */
  readonly network?: Network;
  /** Of numbers in [0, 1); the platform's secure source unless given. */
  readonly random?: Random;
}
