import type { DeviceClock } from '../replica/device-clock.js';
import { Replica } from '../replica/replica.js';
import type { SetFields } from '../replica/sets.js';
import type { Subscriptions } from '../replica/subscriptions.js';
import { Tidying } from '../replica/tidying.js';
import type { Schema } from '../schema/schema.js';
import { Engine } from '../sync/engine.js';
import type { Random, Timers } from '../sync/ports.js';
import type { LeadCode } from '../tabs/lead.js';
import { Leader } from '../tabs/leader.js';
import { platformNetwork } from './network.js';
import type { ClientOptions } from './options.js';
import { SteadyTimers } from './steady-timers.js';
import { platformTransport } from './transport.js';

/** What the tab that leads shares with what every tab has. */
export interface LeadParts {
  readonly timers: Timers;
  readonly random: Random;
  readonly sets: SetFields;
  readonly clock: DeviceClock;
  readonly subscriptions: Subscriptions;
}

/** How to lead: with a replica that writes, and an engine that syncs it. */
export function leadCode<S extends Schema>(
  { storage, storeId, device, token, ...options }: ClientOptions<S>,
  { timers: ofPage, random, ...parts }: LeadParts,
): LeadCode {
  const timers = new SteadyTimers(ofPage);
  const network = options.network ?? platformNetwork();
  const transport = options.transport ?? platformTransport(options, timers);
  return {
    Leader,
    async begin(committed) {
      await storage.recover?.();
      const now = () => timers.now();
      const replica = await Replica.open({
        ...parts,
        storage,
        now,
        committed: (writes) => {
          tidying.putOff();
          committed(writes);
        },
        ...(storeId !== undefined && { storeId }),
      });
      const engine = new Engine({
        transport,
        timers,
        random,
        network,
        token,
        target: replica,
        device: () => ({ ...device, node: replica.node }),
        // known once it was connected
        get storeId() {
          return replica.storeId;
        },
      });
      const tidying = new Tidying(storage, timers);
      engine.start();
      return {
        get status() {
          return engine.status;
        },
        onStatus: (listener) => engine.onStatus(listener),
        conversation: engine.conversation,
        deviceId: device.id,
        resume: () => engine.start(),
        record: (change) => replica.record(change),
        async close() {
          await engine.stop();
          await replica.close();
          await tidying.stop();
          timers.rest();
        },
      };
    },
  };
}
