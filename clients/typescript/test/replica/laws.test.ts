import { describe, expect, test } from 'vitest';
import type { Row } from '../../src/query/source.js';
import { applyOp } from '../../src/record/apply.js';
import type { Op } from '../../src/record/op.js';
import type { RecordState } from '../../src/record/state.js';
import { isDeleted } from '../../src/record/tombstone.js';
import type { OpEntry, RecordEntry } from '../../src/replica/entries.js';
import { View } from '../../src/replica/view.js';
import { MemoryStorage } from '../../src/storage/memory.js';
import { seeded } from '../seeded.js';
import { applied, delta, event, page, record, refusal, stamp, STORE, TestDevice, welcome } from './device.js';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const RUNS = Number(process.env.XEO_CLIENT_RUNS ?? 40);

/** What storage says is shown, without a view. */
async function expectedRows(device: TestDevice): Promise<Row[]> {
  const states = new Map<string, RecordState | undefined>();
  for (const [key, entry] of Object.entries(await device.table('records'))) {
    states.set(key.slice('todos/'.length), (entry as RecordEntry).s);
  }
  for (const entry of Object.values(await device.table('ops')) as OpEntry[]) {
    if (entry.state !== 'done') {
      states.set(entry.op.id, applyOp(states.get(entry.op.id), entry.op));
    }
  }
  const shown = [...states].filter(([, state]) => state && !isDeleted(state));
  return shown.map(([id, state]) => ({ ...state!.fields, id })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe.each(Array.from({ length: RUNS }, (_, n) => n + 1))('whatever happens in run %i', (seed) => {
  test('every view shows what storage holds, and the digest is that of a new reading', async () => {
    const random = seeded(seed);
    const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
    let device = await TestDevice.start({ name: `run-${seed}` });
    const shared = new MemoryStorage(device.disk);
    await shared.open();
    const follower = new View(shared, (collection) => (collection === 'todos' ? new Set(['tags']) : undefined));
    await follower.open();
    if (random() < 0.5) {
      await follower.collection('todos').load();
    }
    let heard = 0;
    let seq = 0;
    let epoch = 1;
    let open: Op[] = [];
    const catchUp = () => {
      for (const writes of device.commits.slice(heard)) {
        if (random() < 0.9) {
          follower.applied(writes);
        }
      }
      heard = device.commits.length;
    };
    const steps: Record<string, () => Promise<void>> = {
      async put() {
        device.now += Math.floor(random() * 50);
        const tags = random() < 0.5 ? { tags: { add: [pick(['x', 'y'])], remove: [pick(['x', 'z'])] } } : {};
        open.push(await device.put(pick(IDS), { title: String(random()), ...tags }));
      },
      async remove() {
        const op = device.op(pick(['delete', 'restore'] as const), pick(IDS));
        await device.save(device.change(op));
        open.push(op);
      },
      async ack() {
        const some = open.filter(() => random() < 0.6);
        open = open.filter((op) => !some.includes(op));
        const result = (op: Op) =>
          random() < 0.2
            ? refusal(op)
            : applied(op, { ...(random() < 0.7 && { seq: ++seq }), status: pick(['applied', 'superseded']) });
        await device.replica.acked(some.map(result));
      },
      async delta() {
        const from = seq;
        const events = IDS.filter(() => random() < 0.4).map((id) => {
          const deleted =
            random() < 0.2 ? { deleted: { value: random() < 0.5, clock: stamp(Math.floor(random() * 500)) } } : {};
          return event(
            ++seq,
            id,
            { title: `server ${seq}` },
            { clocks: stamp(Math.floor(random() * 500)), ...deleted },
          );
        });
        await device.replica.delta('todos', delta(from, seq, events));
      },
      async snapshot() {
        if (random() < 0.5) {
          const reason = pick(['history-lost', 'restored']);
          if (reason === 'restored') {
            epoch++;
          }
          await device.replica.reset('todos', {
            type: 'reset',
            sub: 'todos',
            storeId: STORE,
            epoch: `epoch-${epoch}`,
            reason,
          });
        }
        const named = IDS.filter(() => random() < 0.5);
        const pages = [named.slice(0, 2), named.slice(2)];
        for (const [at, ids] of pages.entries()) {
          const records = ids.map((id) => record(id, { title: `page ${seq}` }, Math.floor(random() * 500)));
          await device.replica.snapshot(
            'todos',
            page(records, at === 0 ? { next: 'n' } : { cursor: 'c' }, { asOf: seq }),
          );
        }
      },
      async digest() {
        await device.replica.digest('todos', 0);
      },
      async shift() {
        await device.replica.shift(Math.floor((random() - 0.5) * 1_000));
      },
      async restart() {
        catchUp();
        heard = 0;
        device = await device.restart();
        device.replica.want({ sub: 'todos', collections: ['todos'] });
      },
      async load() {
        await follower.collection('todos').load();
      },
    };
    device.replica.want({ sub: 'todos', collections: ['todos'] });
    await device.replica.welcome(welcome());
    for (let n = 0; n < 60; n++) {
      await pick(Object.values(steps))();
      if (random() < 0.3) {
        catchUp();
      }
    }
    expect(await device.rows()).toEqual(await expectedRows(device));
    catchUp();
    await follower.reread();
    await follower.collection('todos').load();
    const shown = [...follower.collection('todos').rows()].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(shown).toEqual(await expectedRows(device));
    expect(follower.unsent).toBe(device.replica.unsent);
    const digest = await device.replica.digest('todos', 0);
    expect(await (await device.restart()).replica.digest('todos', 0)).toEqual(digest);
  });
});
