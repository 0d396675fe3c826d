import { DeviceClock } from '../replica/device-clock.js';
import type { SetFields } from '../replica/sets.js';
import { Subscriptions } from '../replica/subscriptions.js';
import { View } from '../replica/view.js';
import { type Schema, setFields } from '../schema/schema.js';
import type { Storage } from '../storage/storage.js';
import type { Random, Timers } from '../sync/ports.js';
import { Tab } from '../tabs/tab.js';
import { newId } from '../value/id.js';
import { secureRandom } from '../value/random.js';
import { once } from './loading.js';
import type { ClientOptions } from './options.js';
import { alone, platformTabs, platformTimers } from './platform.js';

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

/** Opens the storage and reads what has to be known at once; the code of whoever leads is loaded meanwhile. */
export async function openParts<S extends Schema>(options: ClientOptions<S>): Promise<ClientParts> {
  const { schema, storage, timers = platformTimers, random = secureRandom } = options;
  const loaded = once(() => import('./lead.js'));
  // whoever needs it asks again
  loaded().catch(() => undefined);
  await storage.open();
  try {
    const sets = setFields(schema);
    const shared = options.tabs ?? (storage.sharedAs === undefined ? undefined : platformTabs());
    const clock = await DeviceClock.read(storage, { now: () => timers.now(), random, shared: Boolean(shared) });
    const view = new View(storage, sets);
    await view.open();
    const subscriptions = new Subscriptions();
    const parts = { storage, timers, random, sets, clock, view, subscriptions };
    const name = `xeocontext/${options.name ?? storage.sharedAs ?? ''}`;
    const { locks, channel } = shared || alone();
    const tab = new Tab({
      ...parts,
      name,
      id: newId(timers.now(), random),
      locks,
      channel: channel(name),
      load: async () => (await loaded()).leadCode(options, parts),
    });
    return { ...parts, tab };
  } catch (error) {
    await storage.close();
    throw error;
  }
}
