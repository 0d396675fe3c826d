import { openClient } from '../../src/client/open.js';
import type { ClientOptions } from '../../src/client/options.js';
import { integer, oneOf, set, text } from '../../src/schema/field.js';
import { defineSchema } from '../../src/schema/schema.js';
import { MemoryDisk, MemoryStorage } from '../../src/storage/memory.js';
import { SimulatedNetwork } from '../server/network.js';
import { SimulatedServer } from '../server/server.js';
import { settled, VirtualTime } from '../server/virtual-time.js';
import { seeded } from '../seeded.js';

export const schema = defineSchema({
  todos: { title: text(), status: oneOf('open', 'done').notNull(), priority: integer(), tags: set() },
  lists: { title: text().notNull() },
});
export type AppSchema = typeof schema;

/** A server, time, and apps of one person. */
export class World {
  readonly time = new VirtualTime();
  readonly random = seeded(5);
  readonly server = new SimulatedServer(this.time, this.random);

  /** Opens an app on a device. */
  async open(name: string, options: Partial<ClientOptions<AppSchema>> & { disk?: MemoryDisk } = {}) {
    const { disk, ...others } = options;
    const network = new SimulatedNetwork(this.server, this.time, this.random);
    const client = await openClient({
      url: 'https://sync.example.com',
      schema,
      storage: new MemoryStorage(disk),
      token: async () => 'token-1',
      device: { id: name, name, platform: 'test' },
      transport: network,
      network,
      timers: this.time,
      random: this.random,
      ...others,
    });
    // code is loaded in real time, whatever time it is here
    await import('../../src/client/lead.js');
    await settled();
    return { client, network };
  }

  /** Lets everything be synced. */
  async sync(...clients: Awaited<ReturnType<World['open']>>['client'][]): Promise<void> {
    await this.time.until(
      () =>
        this.server.quiet &&
        clients.every(({ status }) => status.current?.state === 'live' && status.current.unsent === 0),
    );
    await this.time.pass(500);
  }
}
