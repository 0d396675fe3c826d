import { Echo } from '../company/echo.js';
import { Replica, type ReplicaOptions } from '../replica/replica.js';
import { Engine, type EngineParts } from '../sync/engine.js';
import type { Lead } from '../tabs/lead.js';

/** What the tab that leads needs. */
export interface LeadParts {
  readonly replica: ReplicaOptions;
  readonly engine: Omit<EngineParts, 'target' | 'device' | 'storeId'>;
  readonly device: { readonly id: string; readonly name: string; readonly platform: string };
}

/** Begins to write and to sync. */
export async function beginLead({ replica: options, engine: parts, device }: LeadParts): Promise<Lead> {
  const replica = await Replica.open(options);
  const engine = new Engine({
    ...parts,
    target: replica,
    device: () => ({ ...device, node: replica.node }),
    // known once it was connected
    get storeId() {
      return replica.storeId;
    },
  });
  const conversation = new Echo({ conversation: engine.conversation, deviceId: device.id, timers: parts.timers });
  engine.start();
  return {
    get status() {
      return engine.status;
    },
    onStatus: (listener) => engine.onStatus(listener),
    conversation,
    resume: () => engine.start(),
    record: (change) => replica.record(change),
    async close() {
      await engine.stop();
      await replica.close();
    },
  };
}
