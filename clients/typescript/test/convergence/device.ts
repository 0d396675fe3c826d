import type { Op } from '../../src/record/op.js';
import { DeviceClock } from '../../src/replica/device-clock.js';
import type { OpEntry, RecordEntry, RefusedEntry } from '../../src/replica/entries.js';
import type { Change } from '../../src/replica/recorder.js';
import { Replica } from '../../src/replica/replica.js';
import { View } from '../../src/replica/view.js';
import type { Row } from '../../src/query/source.js';
import { patchOf } from '../../src/record/apply.js';
import { join } from '../../src/record/join.js';
import { MemoryDisk, MemoryStorage } from '../../src/storage/memory.js';
import type { Table } from '../../src/storage/storage.js';
import { Engine } from '../../src/sync/engine.js';
import type { Connection, ConnectionEvents, Random } from '../../src/sync/ports.js';
import type { Wanted } from '../../src/sync/target.js';
import { newId } from '../../src/value/id.js';
import { SimulatedNetwork, type Weather } from '../server/network.js';
import type { SimulatedServer } from '../server/server.js';
import { OwnTime, type VirtualTime } from '../server/virtual-time.js';
import { FaultyStorage, type Fates, noFaults } from '../storage/faulty.js';

export type Intent = Pick<Op, 'collection' | 'id' | 'kind' | 'fields'>;

/** What an app was told of a change. */
export interface Told {
  readonly ops: readonly Op[];
  outcome: 'unknown' | 'saved' | 'failed';
}

/** One run of the app on a device, until it is shut down or dies. */
interface Process {
  readonly time: OwnTime;
  readonly storage: FaultyStorage;
  readonly clock: DeviceClock;
  readonly replica: Replica;
  readonly engine: Engine;
  readonly view: View;
  /** What somebody shows who heard of every change of rows, by collection. */
  readonly screens: ReadonlyMap<string, Map<string, Row>>;
}

/** The collections that a screen shows. */
export const SHOWN = ['todos', 'lists'];

/** Sets of the collections of these runs. */
export const SETS = (collection: string): ReadonlySet<string> => new Set(collection === 'todos' ? ['tags'] : []);

/** A device: its disk outlives the processes that run on it. */
export class Device {
  readonly network: SimulatedNetwork;
  readonly told: Told[] = [];
  /** How often the engine had to be started again because of storage. */
  restarts = 0;
  skew = 0;
  fates: Fates = noFaults;
  process: Process | undefined;
  token = 'token-1';
  readonly #disk = new MemoryDisk();

  constructor(
    readonly name: string,
    readonly world: { readonly server: SimulatedServer; readonly time: VirtualTime; readonly random: Random },
    public wanted: readonly Wanted[],
    weather: Weather,
  ) {
    this.network = new SimulatedNetwork(world.server, world.time, world.random, weather);
  }

  /** Starts the app; it may die or fail while it starts, and does nothing when it runs. */
  async boot(): Promise<void> {
    if (this.process) return;
    const { random } = this.world;
    const { network } = this;
    const time = new OwnTime(this.world.time, this.skew);
    const storage = new FaultyStorage(new MemoryStorage(this.#disk), this.fates);
    const begin = async () => {
      await storage.open();
      const clock = await DeviceClock.read(storage, { now: () => time.now(), random });
      const view = new View(storage, SETS);
      const committed = (writes: Parameters<View['applied']>[0]) => view.applied(writes);
      const replica = await Replica.open({ storage, clock, sets: SETS, now: () => time.now(), committed });
      await view.open();
      return { clock, replica, view };
    };
    const begun = await Promise.race([begin().catch(() => undefined), storage.death]);
    if (!begun) return;
    const { clock, replica, view } = begun;
    const screens = new Map(SHOWN.map((name) => [name, screenOf(view, name)]));
    this.#settle = this.wanted.map((wanted) => replica.want(wanted));
    const engine = new Engine({
      target: replica,
      transport: { connect: (events) => this.network.connect(whileAlive(events, time)) },
      network: {
        get online() {
          return network.online;
        },
        onChange: (listener) => network.onChange((online) => time.over || listener(online)),
      },
      timers: time,
      random,
      token: async () => this.token,
      device: () => ({ id: this.name, name: this.name, platform: 'test', node: clock.node }),
    });
    this.process = { time, storage, clock, replica, engine, view, screens };
    void storage.death.then(() => this.#died(time));
    engine.onStatus(({ state, problem }) => {
      if (state === 'closed' && problem?.status === 401) {
        time.after(1_000, () => engine.start());
      } else if (state === 'closed' && problem?.code.startsWith('storage-')) {
        this.restarts++;
        time.after(100, () => engine.start());
      } else if (state === 'closed' && problem) {
        this.stuck = problem.code;
      }
    });
    engine.start();
  }

  /** The user looks at something else. */
  look(wanted: readonly Wanted[]): void {
    this.wanted = wanted;
    this.hasRoamed = true;
    const { process } = this;
    const before = this.#settle;
    this.#settle = process ? wanted.map((each) => process.replica.want(each)) : [];
    before.forEach((settle) => settle());
  }

  /** What else was wanted before. */
  hasRoamed = false;
  #settle: readonly (() => void)[] = [];

  /** Why the engine gave up, if it did. */
  stuck: string | undefined;
  /** Its time was off at least once. */
  wasSkewed = false;

  /** The process is gone, whatever it was at. */
  crash(): void {
    this.process?.storage.die();
    if (this.process) this.#died(this.process.time);
  }

  #died(time: OwnTime): void {
    time.stop();
    if (this.process?.time === time) {
      this.process = undefined;
      this.network.cut();
    }
  }

  /** Closes the app as it should be. */
  async shutDown(): Promise<void> {
    const { process } = this;
    if (!process) return;
    this.process = undefined;
    await Promise.race([process.engine.stop().then(() => process.replica.close()), process.storage.death]);
    process.time.stop();
  }

  /** The user changes records, all of them or none when `atomic`. */
  change(intents: readonly Intent[], atomic: boolean): void {
    const { process } = this;
    if (!process) return;
    const { clock, replica, time, view } = process;
    const ops = intents.map((intent): Op => ({
      ...intent,
      opId: newId(time.now(), this.world.random),
      hlc: clock.now(),
    }));
    const told: Told = { ops, outcome: 'unknown' };
    this.told.push(told);
    const group = atomic ? { group: ops[0]!.opId } : {};
    const change: Change = { ops, at: time.now(), offset: clock.offset, ...group };
    view.show(change);
    ops.forEach((op) => isShown(view, op) || this.faults.push(`${op.opId} is not shown at once`));
    replica.record(change).then(
      () => (told.outcome = 'saved'),
      () => {
        told.outcome = 'failed';
        view.withdraw(change);
      },
    );
  }

  /** What went wrong on the way, whatever the end is like. */
  readonly faults: string[] = [];

  /** What is on the disk. */
  async table<T>(table: Table): Promise<Map<string, T>> {
    const storage = new MemoryStorage(this.#disk);
    await storage.open();
    const entries = await storage.scan(table);
    await storage.close();
    return new Map(entries.map(({ key, value }) => [key, value as T]));
  }

  records(): Promise<Map<string, RecordEntry>> {
    return this.table<RecordEntry>('records');
  }

  ops(): Promise<Map<string, OpEntry>> {
    return this.table<OpEntry>('ops');
  }

  refused(): Promise<Map<string, RefusedEntry>> {
    return this.table<RefusedEntry>('refused');
  }

  get isLive(): boolean {
    return this.process?.engine.status.state === 'live' && this.process.replica.unsent === 0;
  }
}

function whileAlive(events: ConnectionEvents, time: OwnTime): ConnectionEvents {
  return {
    opened: () => time.over || events.opened(),
    message: (message) => time.over || events.message(message),
    closed: (code, reason) => time.over || events.closed(code, reason),
  };
}

export type { Connection };

/** A screen with the rows of a collection, which is told of what changes; it begins to read again while storage fails. */
function screenOf(view: View, name: string): Map<string, Row> {
  const shown = new Map<string, Row>();
  const rows = view.collection(name);
  rows.onChange((changes) =>
    changes.forEach(({ id, after }) => {
      if (after) shown.set(id, after);
      else shown.delete(id);
    }),
  );
  const fill = () => {
    shown.clear();
    [...rows.rows()].forEach((row) => shown.set(row.id, row));
  };
  const load = (tries: number): void => void rows.load().then(fill, () => tries > 0 && load(tries - 1));
  load(20);
  return shown;
}

function isShown(view: View, op: Op): boolean {
  const shown = view.collection(op.collection).shown(op.id);
  return shown !== undefined && join(shown, patchOf(op, shown, SETS(op.collection))).changed.length === 0;
}
