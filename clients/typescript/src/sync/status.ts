import type { Problem } from '../wire/problem.js';

/** What an engine is at. */
export type SyncState =
  'idle' | 'connecting' | 'authenticating' | 'syncing-up' | 'syncing-down' | 'live' | 'offline' | 'backoff' | 'closed';

/** What an engine says of itself. */
export interface EngineStatus {
  /** What it is at. */
  readonly state: SyncState;
  /** In `backoff`: when it is tried again, Unix ms. */
  readonly retryAt?: number;
  /** Why it is not live: sign in again, an update is needed, another tab or device took over. */
  readonly problem?: Problem;
  /** When it was live last, Unix ms. */
  readonly liveAt?: number;
}

/** What an app can show of it. */
export interface SyncStatus extends EngineStatus {
  /** Ops that are not acked. */
  readonly unsent: number;
  /** Ops that were refused, and that somebody should look at. */
  readonly refused: number;
}
