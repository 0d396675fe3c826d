import { Engine } from '../../src/sync/engine.js';
import type { TokenReason } from '../../src/sync/tokens.js';
import type { Limits, OpResult, Snapshot, Welcome } from '../../src/wire/messages.js';
import type { Problem } from '../../src/wire/problem.js';
import { seeded } from '../seeded.js';
import { settled, VirtualTime } from '../server/virtual-time.js';
import { FakeTarget } from './fake-target.js';
import { Wire } from './wire.js';

export const LIMITS: Limits = {
  frameBytes: 1_000,
  opsPerPush: 3,
  opsPerSecond: 100,
  recordBytes: 1_000,
  inFlightPushes: 2,
};
export const ALL = { sub: 'all', collections: ['todos'] };

/** An engine between a replica that remembers and a server that a test plays. */
export class Site {
  readonly time = new VirtualTime();
  readonly target = new FakeTarget();
  readonly wire = new Wire();
  readonly states: string[] = [];
  readonly asked: TokenReason[] = [];
  token: (reason: TokenReason) => Promise<string | undefined> = async () => 'token-1';
  readonly engine: Engine;

  constructor() {
    this.engine = new Engine({
      target: this.target,
      transport: this.wire,
      timers: this.time,
      network: this.wire,
      random: seeded(7),
      token: (reason) => {
        this.asked.push(reason);
        return this.token(reason);
      },
      device: () => ({ id: 'device-1', name: 'Phone', platform: 'test', node: '9f2c4b7a01d3e688' }),
    });
    this.engine.onStatus(({ state }) => this.states.push(state));
  }

  get line() {
    return this.wire.line;
  }

  get state(): string {
    return this.engine.status.state;
  }

  /** Starts, up to the hello. */
  async greeted(): Promise<this> {
    this.engine.start();
    await settled();
    this.line.open();
    return this;
  }

  /** Starts, up to the welcome and what comes of it. */
  async welcomed(how: Partial<Welcome> = {}): Promise<this> {
    await this.greeted();
    this.line.say(this.welcome(how));
    await settled();
    return this;
  }

  /** Starts, up to live; one subscription at most. */
  async live(): Promise<this> {
    await this.welcomed();
    for (const { sub } of this.target.wants) {
      this.line.say({ type: 'live', sub, storeId: 'store-1', cursor: `cursor of ${sub}` });
    }
    await settled();
    return this;
  }

  welcome(how: Partial<Welcome> = {}): Welcome {
    return {
      type: 'welcome',
      session: `session-${this.wire.lines.length}`,
      serverTime: this.time.now(),
      limits: LIMITS,
      stores: [{ storeId: 'store-1', epoch: 'epoch-1', head: 9 }],
      ...how,
    };
  }

  /** The server answers the latest push, or the one with that number. */
  async ack(results: Record<string, Partial<OpResult>>, at = -1): Promise<void> {
    const { ref } = this.line.of('push').at(at)!;
    const all = Object.entries(results).map(([opId, how]): OpResult => ({ opId, status: 'applied', ...how }));
    this.line.say({ type: 'ack', ref, results: all });
    await settled();
  }

  page(how: Partial<Snapshot> = {}): Snapshot {
    return { type: 'snapshot', sub: 'all', ref: '1', storeId: 'store-1', asOf: 9, full: true, records: [], ...how };
  }
}

export function problem(code: string, status = 422): Problem {
  return { type: `https://xeocontext.dev/problems/${code}`, title: code, status, code };
}
