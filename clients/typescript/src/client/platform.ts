import { broadcastChannel, silentChannel, type Channel } from '../tabs/channel.js';
import { ownLocks, webLocks, type Locks } from '../tabs/locks.js';
import type { Network, Timers } from '../sync/ports.js';

/** How several tabs share one replica. */
export interface Tabs {
  readonly locks: Locks;
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

/** The network as the browser knows it; one that is always there where nobody knows. */
export function platformNetwork(): Network {
  const hasEvents = typeof window !== 'undefined' && typeof window.addEventListener === 'function';
  return {
    get online() {
      return !hasEvents || navigator.onLine !== false;
    },
    onChange(listener) {
      if (!hasEvents) {
        return () => undefined;
      }
      const online = () => listener(true);
      const offline = () => listener(false);
      window.addEventListener('online', online);
      window.addEventListener('offline', offline);
      return () => {
        window.removeEventListener('online', online);
        window.removeEventListener('offline', offline);
      };
    },
  };
}

/** Tabs of a browser find each other; elsewhere nobody shares a replica. */
export function platformTabs(): Tabs | undefined {
  const inBrowser = typeof window !== 'undefined' && typeof BroadcastChannel !== 'undefined';
  return inBrowser && typeof navigator !== 'undefined' && 'locks' in navigator
    ? { locks: webLocks(), channel: broadcastChannel }
    : undefined;
}

/** Nobody else. */
export function alone(): Tabs {
  return { locks: ownLocks(), channel: silentChannel };
}
