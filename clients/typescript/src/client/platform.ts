import { StorageError } from '../storage/storage.js';
import { broadcastChannel, silentChannel, type Channel } from '../tabs/channel.js';
import { ownLocks, webLocks, type Locks } from '../tabs/locks.js';
import type { Timers } from '../sync/ports.js';

/** How several tabs share one replica. */
export interface Tabs {
  /** Locks that all tabs share. */
  readonly locks: Locks;
  /** A channel to all other tabs that ask for one of the same name. */
  readonly channel: (name: string) => Channel;
}

/** The time of the platform. */
export const platformTimers: Timers = {
  now: () => Date.now(),
  after(millis, work) {
    const timer = setTimeout(work, millis);
    return () => clearTimeout(timer);
  },
};

/**
 * Tabs and workers of a browser find each other; elsewhere nobody shares a replica.
 *
 * @throws StorageError `denied` in a browser without locks, where two tabs would overwrite what the other one saved
 */
export function platformTabs(): Tabs | undefined {
  if (typeof navigator !== 'undefined' && 'locks' in navigator && typeof BroadcastChannel !== 'undefined') {
    return { locks: webLocks(), channel: broadcastChannel };
  }
  if ('isSecureContext' in globalThis) {
    throw new StorageError('denied', 'tabs cannot share storage on a page that is not served securely (Web Locks)');
  }
  return undefined;
}

/** Nobody else. */
export function alone(): Tabs {
  return { locks: ownLocks(), channel: silentChannel };
}
