import { DeviceClock } from '../replica/device-clock.js';
import type { SetFields } from '../replica/sets.js';
import { Subscriptions } from '../replica/subscriptions.js';
import { View } from '../replica/view.js';
import { type Schema, setFields } from '../schema/schema.js';
import type { Storage, Write } from '../storage/storage.js';
import type { Random, Timers } from '../sync/ports.js';
import type { Lead } from '../tabs/lead.js';
import { Tab } from '../tabs/tab.js';
import { newId } from '../value/id.js';
import { secureRandom } from '../value/random.js';
import { beginLead } from './lead.js';
import type { ClientOptions } from './options.js';
import { alone, platformNetwork, platformTabs, platformTimers } from './platform.js';
import { platformTransport } from './transport.js';

/** What a client is put together of. */
export interface ClientParts {
  readonly storage: Storage;
  readonly timers: Timers;
  readonly random: Random;
  readonly sets: SetFields;
  readonly clock: DeviceClock;
  readonly view: View;
  readonly subscriptions: Subscriptions;
  /** Not started. */
  readonly tab: Tab;
}

/** Opens the storage and reads what has to be known at once. */
export async function openParts<S extends Schema>(options: ClientOptions<S>): Promise<ClientParts> {
  const { schema, storage, timers = platformTimers, random = secureRandom } = options;
  await storage.open();
  try {
    const sets = setFields(schema);
    const shared = options.tabs ?? (storage.sharedAs === undefined ? undefined : platformTabs());
    const clock = await DeviceClock.read(storage, { now: () => timers.now(), random, shared: Boolean(shared) });
    const view = new View(storage, sets);
    await view.open();
    const subscriptions = new Subscriptions();
    const name = `xeocontext/${options.name ?? storage.sharedAs ?? ''}`;
    const { locks, channel } = shared || alone();
    const tab = new Tab({
      name,
      id: newId(timers.now(), random),
      locks,
      channel: channel(name),
      timers,
      storage,
      view,
      clock,
      subscriptions,
      lead: leading(options, { timers, random, sets, clock, subscriptions }),
    });
    return { storage, timers, random, sets, clock, view, subscriptions, tab };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** How to lead: with a replica that writes, and an engine that syncs it. */
function leading<S extends Schema>(
  options: ClientOptions<S>,
  parts: Pick<ClientParts, 'timers' | 'random' | 'sets' | 'clock' | 'subscriptions'>,
): (committed: (writes: readonly Write[]) => void) => Promise<Lead> {
  const { storage, storeId, device, token } = options;
  const { timers, random, sets, clock, subscriptions } = parts;
  const network = options.network ?? platformNetwork();
  const transport = options.transport ?? platformTransport(options, timers);
  const now = () => timers.now();
  return (committed) =>
    beginLead({
      replica: { storage, now, clock, sets, subscriptions, committed, ...(storeId !== undefined && { storeId }) },
      engine: { transport, timers, random, network, token },
      device,
    });
}
