import { formatStamp } from '../../src/clock/hlc.js';
import type { Row } from '../../src/query/source.js';
import type { Op, OpKind } from '../../src/record/op.js';
import { DeviceClock } from '../../src/replica/device-clock.js';
import type { Change } from '../../src/replica/recorder.js';
import { Replica } from '../../src/replica/replica.js';
import { View } from '../../src/replica/view.js';
import { MemoryDisk, MemoryStorage } from '../../src/storage/memory.js';
import type { Entry, Storage, Table, Write } from '../../src/storage/storage.js';
import type { Delta, OpResult, Snapshot, StoreEvent, Welcome, WireRecord } from '../../src/wire/messages.js';
import { DEFAULT_LIMITS } from '../../src/wire/messages.js';
import type { Problem } from '../../src/wire/problem.js';
import { seeded } from '../seeded.js';

export const NOW = 1_750_000_000_000;
export const STORE = 'store-1';
export const SERVER = 'ffffffffffffffff';
const SETS = new Set(['tags']);

/** A stamp of the server, so many milliseconds after {@link NOW}. */
export function stamp(millis: number, node = SERVER): string {
  return formatStamp({ millis: NOW + millis, counter: 0, node });
}

/** A replica with its view on a storage in memory, and time that tests make pass. */
export class TestDevice {
  now = NOW;
  readonly commits: (readonly Write[])[] = [];
  #ids = 0;

  private constructor(
    readonly storage: Storage,
    readonly disk: MemoryDisk,
    readonly replica: Replica,
    readonly view: View,
    readonly clock: DeviceClock,
    readonly name: string,
  ) {}

  static async start(
    options: {
      disk?: MemoryDisk;
      name?: string;
      storage?: (disk: MemoryDisk) => Storage;
      storeId?: string;
      now?: number;
    } = {},
  ): Promise<TestDevice> {
    const disk = options.disk ?? new MemoryDisk();
    const storage = options.storage?.(disk) ?? new MemoryStorage(disk);
    await storage.open();
    const name = options.name ?? 'device';
    // eslint-disable-next-line prefer-const
    let device: TestDevice;
    const now = () => device?.now ?? options.now ?? NOW;
    const random = seeded([...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
    const clock = await DeviceClock.read(storage, { now, random });
    const sets = (collection: string) => (collection === 'todos' ? SETS : undefined);
    const view = new View(storage, sets);
    const replica = await Replica.open({
      storage,
      now,
      clock,
      sets,
      ...(options.storeId && { storeId: options.storeId }),
      committed: (writes) => {
        device.commits.push(writes);
        view.applied(writes);
      },
    });
    device = new TestDevice(storage, disk, replica, view, clock, name);
    device.now = options.now ?? NOW;
    await view.open();
    return device;
  }

  /** The same device after its process has ended and begun again. */
  async restart(): Promise<TestDevice> {
    await this.replica.close();
    await this.storage.close();
    const again = await TestDevice.start({ disk: this.disk, name: this.name, now: this.now });
    again.#ids = this.#ids + 1_000;
    return again;
  }

  op(kind: OpKind, id: string, fields?: Op['fields'], collection = 'todos'): Op {
    const opId = `${this.name}-op-${++this.#ids}`;
    return { opId, collection, id, kind, hlc: this.clock.now(), ...(fields && { fields }) };
  }

  change(...ops: Op[]): Change {
    return { ops, at: this.now, offset: this.clock.offset };
  }

  /** Shows and saves a put, as an app does. */
  async put(id: string, fields: NonNullable<Op['fields']>, collection = 'todos'): Promise<Op> {
    const op = this.op('put', id, fields, collection);
    await this.save(this.change(op));
    return op;
  }

  async save(change: Change): Promise<void> {
    this.view.show(change);
    try {
      await this.replica.record(change);
    } catch (error) {
      this.view.withdraw(change);
      throw error;
    }
  }

  async rows(collection = 'todos'): Promise<Row[]> {
    const rows = this.view.collection(collection);
    await rows.load();
    return [...rows.rows()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  row(id: string, collection = 'todos'): Promise<Row | undefined> {
    return this.view.collection(collection).get(id);
  }

  async table(table: Table): Promise<Record<string, unknown>> {
    return Object.fromEntries((await this.storage.scan(table)).map(({ key, value }: Entry) => [key, value]));
  }

  /** The ops that would be pushed first. */
  nextOps(underWay: Iterable<string> = []): string[] {
    return (this.replica.nextPush(DEFAULT_LIMITS, new Set(underWay))?.ops ?? []).map(({ opId }) => opId);
  }
}

export function welcome(epoch = 'epoch-1', head = 0, storeId = STORE): Welcome {
  return {
    type: 'welcome',
    session: 'session',
    serverTime: NOW,
    limits: DEFAULT_LIMITS,
    stores: [{ storeId, epoch, head }],
  };
}

export function applied(op: Op, more: Partial<OpResult> = {}): OpResult {
  return { opId: op.opId, status: 'applied', ...more };
}

export function refusal(op: Op, code = 'unknown-field'): OpResult {
  const problem: Problem = { type: `https://xeocontext.dev/problems/${code}`, title: code, status: 422, code };
  return { opId: op.opId, status: 'rejected', problem };
}

export function event(
  seq: number,
  id: string,
  fields: StoreEvent['changed'],
  more: Partial<StoreEvent> = {},
): StoreEvent {
  return { seq, collection: 'todos', id, kind: 'put', ...(fields && { changed: fields }), clocks: stamp(seq), ...more };
}

export function delta(from: number, to: number, events: readonly StoreEvent[], sub = 'todos'): Delta {
  return { type: 'delta', sub, storeId: STORE, from, to, cursor: `cursor-${to}`, events };
}

export function record(id: string, fields: WireRecord['fields'], at = 0, more: Partial<WireRecord> = {}): WireRecord {
  return { collection: 'todos', id, fields, clocks: stamp(at), ...more };
}

export function page(
  records: readonly WireRecord[],
  end: { next: string } | { cursor: string },
  more: Partial<Snapshot> = {},
): Snapshot {
  return { type: 'snapshot', ref: '1', storeId: STORE, asOf: 1, full: true, records, ...end, ...more };
}
