import { expect, test } from 'vitest';
import { newNode } from '../../src/clock/hlc.js';
import { HybridClock } from '../../src/clock/hybrid-clock.js';
import type { Op } from '../../src/record/op.js';
import { newId } from '../../src/value/id.js';
import { Device } from '../convergence/device.js';
import { seeded } from '../seeded.js';
import { FAIR } from '../server/network.js';
import { SimulatedServer, WELL_BEHAVED } from '../server/server.js';
import { VirtualTime } from '../server/virtual-time.js';

const URGENT = { sub: 'urgent', collections: ['todos'], where: { rank: { $gte: 3 } } };

/** A store, a device that wants only what is urgent, and somebody else. Acks never tell where an event is. */
class Scene {
  readonly random: () => number;
  readonly time = new VirtualTime();
  readonly server: SimulatedServer;
  readonly device: Device;
  readonly #visitor: HybridClock;

  constructor(seed: number) {
    this.random = seeded(seed);
    this.server = new SimulatedServer(this.time, this.random, {
      ...WELL_BEHAVED,
      page: 3,
      eventDelay: 300,
      tellSeq: 0,
    });
    this.device = new Device('device', this, [URGENT], FAIR);
    this.#visitor = new HybridClock({ node: newNode(this.random), now: () => this.time.now() });
  }

  async live(): Promise<this> {
    await this.device.boot();
    await this.time.until(() => this.device.isLive);
    return this;
  }

  visit(change: Pick<Op, 'id' | 'kind' | 'fields'>): void {
    const op = { ...change, collection: 'todos', opId: newId(this.time.now(), this.random), hlc: this.#visitor.now() };
    this.server.publish(this.server.owner.take([op], false, 'visitor', this.time.now()).changes);
  }

  put(id: string, fields: NonNullable<Op['fields']>): void {
    this.device.change([{ collection: 'todos', id, kind: 'put', fields }], false);
  }

  rows() {
    return [...this.device.process!.view.collection('todos').rows()];
  }

  /** States of the ops of this device. */
  async states(): Promise<string[]> {
    return [...(await this.device.ops()).values()].map(({ state }) => state);
  }
}

test('a record of our own that no filter lets through is shown until its event is told, and no longer', async () => {
  const scene = await new Scene(1).live();
  const id = newId(scene.time.now(), scene.random);
  scene.put(id, { rank: 1 });
  await scene.time.until(async () => (await scene.states())[0] === 'acked', 1_000, 1);
  expect(scene.rows()).toEqual([{ id, rank: 1 }]);
  await scene.time.until(async () => (await scene.states())[0] === 'done', 1_000, 1);
  expect(scene.rows()).toEqual([]);
  expect([...(await scene.device.records()).keys()]).toEqual([]);
  expect(scene.server.said.get('leave')).toBe(1);
});

test('a record that others change at the same time is whole, or not there, once our ops are over', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const scene = await new Scene(seed).live();
    const ids = [1, 2, 3].map(() => newId(scene.time.now(), scene.random));
    ids.forEach((id) =>
      scene.visit({ id, kind: 'put', fields: { title: 'whole', rank: Math.floor(scene.random() * 6) } }),
    );
    await scene.time.pass(1_000);
    for (let turn = 0; turn < 30; turn++) {
      const id = ids[Math.floor(scene.random() * 3)]!;
      const drawn = scene.random();
      if (drawn < 0.4) scene.put(id, { rank: Math.floor(scene.random() * 6) });
      else if (drawn < 0.8) scene.visit({ id, kind: 'put', fields: { rank: Math.floor(scene.random() * 6) } });
      else scene.visit({ id, kind: drawn < 0.9 ? 'delete' : 'restore' });
      await scene.time.pass(scene.random() * 200);
      const open = new Set(
        [...(await scene.device.ops()).values()].flatMap(({ op, state }) => (state === 'done' ? [] : op.id)),
      );
      const partial = scene.rows().filter((row) => !open.has(row.id) && row.title !== 'whole');
      expect(partial, `seed ${seed}, turn ${turn}`).toEqual([]);
    }
    await scene.time.pass(5_000);
    expect(new Set(await scene.states()), `seed ${seed}`).toEqual(new Set(['done']));
    const truth = [...scene.server.owner.records.values()].filter(
      ({ fields, deleted }) => (fields.rank as number) >= 3 && deleted?.value !== true,
    );
    expect(
      scene
        .rows()
        .map(({ title, rank }) => [title, rank])
        .sort(),
      `seed ${seed}`,
    ).toEqual(truth.map(({ fields }) => [fields.title, fields.rank]).sort());
    await scene.device.shutDown();
  }
});
