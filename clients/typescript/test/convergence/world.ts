import { newNode } from '../../src/clock/hlc.js';
import { HybridClock } from '../../src/clock/hybrid-clock.js';
import type { Wanted } from '../../src/sync/target.js';
import { newId } from '../../src/value/id.js';
import { seeded } from '../seeded.js';
import { INDIGESTIBLE } from '../server/conversation.js';
import { FAIR, type Weather } from '../server/network.js';
import { POISON } from '../server/owner.js';
import { type Behaviour, SimulatedServer, WELL_BEHAVED } from '../server/server.js';
import { VirtualTime } from '../server/virtual-time.js';
import { chances, noFaults } from '../storage/faulty.js';
import { Device, type Intent } from './device.js';
import * as laws from './laws.js';

/** What may go wrong in a run. */
export interface Troubles {
  readonly weather: Weather;
  readonly behaviour: Partial<Behaviour>;
  /** Chances of a call of storage. */
  readonly storage: { readonly fails: number; readonly dies: number };
  /** Besides cuts: processes die, the server drains, compacts, purges, is put back; clocks are off. */
  readonly events: readonly Happening[];
}
export type Happening =
  | 'crash'
  | 'shut-down'
  | 'offline'
  | 'cut'
  | 'drain'
  | 'compact'
  | 'purge'
  | 'restore-owner'
  | 'restore-log'
  | 'skew'
  | 'token'
  | 'pause'
  | 'verify'
  | 'look';

const WHOLE: Wanted = { sub: 'all', collections: ['todos', 'lists'] };
const TODOS: Wanted = { sub: 'todos', collections: ['todos'] };
const LISTS: Wanted = { sub: 'lists', collections: ['lists'] };
const OPEN: Wanted = { sub: 'open', collections: ['todos'], where: { done: { $ne: true } } };
const URGENT: Wanted = { sub: 'urgent', collections: ['todos'], where: { rank: { $gte: 3 } } };
const WISHES: readonly (readonly Wanted[])[] = [[WHOLE], [TODOS, LISTS], [OPEN, LISTS], [OPEN, URGENT], [WHOLE, OPEN]];

/** A server, devices, and a user on each who changes the same few records. */
export class World {
  readonly random: () => number;
  readonly time = new VirtualTime();
  readonly server: SimulatedServer;
  readonly devices: Device[];
  readonly journal: string[] = [];
  readonly #ids: string[];
  readonly #visitor: HybridClock;
  #backup: ReturnType<SimulatedServer['backup']> | undefined;

  constructor(
    seed: number,
    private readonly troubles: Troubles,
  ) {
    this.random = seeded(seed);
    const behaviour = {
      ...WELL_BEHAVED,
      page: 4,
      limits: { ...WELL_BEHAVED.limits, opsPerPush: 5, inFlightPushes: 2 },
      ...troubles.behaviour,
    };
    this.server = new SimulatedServer(this.time, this.random, behaviour);
    this.#visitor = new HybridClock({ node: newNode(this.random), now: () => this.time.now() });
    this.#ids = Array.from({ length: 12 }, () => newId(this.time.now(), this.random));
    const count = 2 + this.below(3);
    this.devices = Array.from({ length: count }, (_, at) => {
      const wanted = at === 0 ? WISHES[0]! : this.pick(WISHES);
      return new Device(`device-${at}`, this, wanted, troubles.weather);
    });
  }

  below(bound: number): number {
    return Math.floor(this.random() * bound);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  /** So many turns of users and troubles; then everything is well, and the laws must hold. */
  async run(turns: number): Promise<void> {
    for (let turn = 0; turn < turns; turn++) {
      const device = this.pick(this.devices);
      if (!device.process) {
        await this.boot(device);
      } else if (this.random() < 0.05) {
        this.visit();
      } else if (this.random() < 0.75) {
        this.use(device);
      } else if (this.troubles.events.length > 0) {
        await this.trouble(this.pick(this.troubles.events), device);
      }
      await this.time.pass(this.random() < 0.1 ? this.below(40_000) : this.below(60));
    }
    await this.calm();
    await this.check();
  }

  private async boot(device: Device): Promise<void> {
    device.fates = chances(this.random, { ...this.troubles.storage, turns: 2 });
    device.skew = this.skewing ? this.pick([0, 0, 20_000, -20_000, 3_600_000, -3_600_000, 86_400_000 * 3]) : 0;
    device.wasSkewed ||= device.skew !== 0;
    await device.boot();
  }

  private get skewing(): boolean {
    return this.troubles.events.includes('skew');
  }

  private use(device: Device): void {
    const atomic = this.random() < 0.1;
    const count = atomic ? 2 + this.below(3) : this.random() < 0.1 ? 1 + this.below(12) : 1;
    device.change(
      Array.from({ length: count }, () => this.intent()),
      atomic,
    );
  }

  /** Somebody changes records elsewhere, and does not come back to say it again. */
  private visit(): void {
    const { server, time } = this;
    const intent = this.intent();
    if (Object.values(intent.fields ?? {}).includes(INDIGESTIBLE)) return;
    const op = { ...intent, opId: newId(time.now(), this.random), hlc: this.#visitor.now() };
    server.publish(server.owner.take([op], false, 'visitor', time.now()).changes);
  }

  private intent(): Intent {
    const collection = this.random() < 0.8 ? 'todos' : 'lists';
    const id = this.random() < 0.9 ? this.pick(this.#ids) : newId(this.time.now(), this.random);
    const drawn = this.random();
    if (drawn < 0.1) return { collection, id, kind: 'delete' };
    if (drawn < 0.18) return { collection, id, kind: 'restore' };
    if (drawn < 0.22) return { collection, id, kind: 'put', fields: { title: POISON } };
    if (drawn < 0.225) return { collection, id, kind: 'put', fields: { title: INDIGESTIBLE } };
    if (collection === 'lists') return { collection, id, kind: 'put', fields: { name: `list ${this.below(1_000)}` } };
    if (drawn < 0.4) {
      const [add, remove] = [this.pick(TAGS), this.pick(TAGS)];
      return { collection, id, kind: 'put', fields: { tags: { add: [add], remove: add === remove ? [] : [remove] } } };
    }
    const title = this.random() < 0.5 ? { title: `title ${this.below(1_000)}` } : {};
    const done = this.random() < 0.5 ? { done: this.random() < 0.5 } : {};
    return { collection, id, kind: 'put', fields: { rank: this.below(6), ...title, ...done } };
  }

  private async trouble(what: Happening, device: Device): Promise<void> {
    const { server, time, troubles } = this;
    switch (what) {
      case 'crash':
        return device.crash();
      case 'shut-down':
        return device.shutDown();
      case 'offline':
        return device.network.setOnline(!device.network.online);
      case 'cut':
        return device.network.cut();
      case 'drain':
        return server.drain();
      case 'compact':
        return server.compact(server.log.head - this.below(10));
      case 'purge':
        return this.purge();
      case 'restore-owner':
      case 'restore-log':
        if (this.#backup && this.random() < 0.3) {
          what === 'restore-owner' ? this.#backup.restoreOwner() : this.#backup.restoreLog();
          this.#backup = undefined;
        }
        this.#backup ??= server.quiet ? server.backup() : undefined;
        return;
      case 'skew':
        return;
      case 'token':
        return this.changeToken();
      case 'pause':
        return time.pass(this.below(120_000));
      case 'look':
        return device === this.devices[0] ? undefined : device.look(this.pick(WISHES));
      case 'verify':
        void device.process?.engine.verify().catch(() => undefined);
        return;
    }
    void troubles;
  }

  /** Tombstones of more than some seconds are purged once all of their events are in the log. */
  private purge(): void {
    if (this.server.quiet) this.server.purge(this.time.now() - 5_000 - this.below(60_000));
  }

  private changeToken(): void {
    const token = `token-${this.below(1_000_000)}`;
    const old = [...this.server.tokens];
    this.server.tokens.add(token);
    this.devices.forEach((device) => (device.token = token));
    if (this.random() < 0.5) old.forEach((each) => this.server.tokens.delete(each));
    this.server.conversations.forEach((conversation) => conversation.expire(60));
  }

  /** Nothing goes wrong any more, and everybody is there until all is told. */
  private async calm(): Promise<void> {
    const { server, time } = this;
    server.behaviour = { ...server.behaviour, retry: 0, cutAnswer: 0, fail: 0 };
    for (const device of this.devices) {
      device.network.weather = FAIR;
      device.network.setOnline(true);
      device.fates = noFaults;
      if (device.process) device.process.storage.fates = noFaults;
      await device.boot();
    }
    await time.until(() => this.devices.every((device) => device.isLive) && server.quiet, 900_000);
    await time.pass(400_000);
    await time.until(() => this.devices.every((device) => device.isLive) && server.quiet, 900_000);
  }

  private async check(): Promise<void> {
    laws.ownerAndLogAgree(this.server);
    for (const device of this.devices) {
      await laws.hasTheServersRecords(device, this.server);
      await laws.holdsWhatMatches(device, this.server);
      await laws.showsWhatMatches(device, this.server);
      await laws.showsWhatThereIs(device);
      await laws.refusesNoOther(device);
      await laws.losesNothing(device, this.server);
      await laws.everythingTakenStands(device, this.server);
    }
    await laws.refusedLeavesNoTrace(this.devices, this.server);
  }
}

const TAGS = ['home', 'shop', 'work', 'later'];
