import type { DeviceClock } from '../replica/device-clock.js';
import type { Subscriptions } from '../replica/subscriptions.js';
import type { View } from '../replica/view.js';
import type { Storage } from '../storage/storage.js';
import type { Timers } from '../sync/ports.js';
import type { Channel } from './channel.js';
import type { LeadCode } from './lead.js';
import type { Locks } from './locks.js';

/** What a tab works with. */
export interface TabOptions {
  /** What the tabs share: the name of their storage. */
  readonly name: string;
  /** This tab; no two have the same. */
  readonly id: string;
  readonly locks: Locks;
  readonly channel: Channel;
  readonly timers: Timers;
  /** Opened. */
  readonly storage: Pick<Storage, 'get'>;
  readonly view: View;
  readonly clock: DeviceClock;
  /** What this tab wants; while it leads, also what the others want. */
  readonly subscriptions: Subscriptions;
  /** Loads how to lead, when this tab may; asked again later when it fails. */
  readonly load: () => Promise<LeadCode>;
}
