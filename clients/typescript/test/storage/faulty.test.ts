import { describe, expect, it } from 'vitest';
import { MemoryDisk, MemoryStorage } from '../../src/storage/memory.js';
import { seeded } from '../seeded.js';
import { chances, FaultyStorage, nth, type Fates } from './faulty.js';

const A = { table: 'records', key: 'a', value: { deep: [1] } } as const;

async function opened(disk: MemoryDisk, fates?: Fates): Promise<FaultyStorage> {
  const storage = new FaultyStorage(new MemoryStorage(disk), fates);
  await storage.open();
  return storage;
}

const quiet = () => new Promise((resolve) => setImmediate(resolve));

describe('a faulty storage', () => {
  it('fails as it is told to, and changes nothing then', async () => {
    const storage = await opened(new MemoryDisk(), nth(1, { fails: 'full' }, 'commit'));
    await storage.commit([A]);
    await expect(storage.commit([{ ...A, value: 2 }])).rejects.toMatchObject({ fault: 'full' });
    expect(await storage.get('records', ['a'])).toEqual([A.value]);
  });

  it.each([
    ['dies-before', []],
    ['dies-after', [{ key: 'a', value: A.value }]],
  ] as const)('never answers any more when it %s, and leaves what was done', async (fate, left) => {
    const disk = new MemoryDisk();
    const storage = await opened(disk, nth(0, fate, 'commit'));
    const answers: string[] = [];
    storage.commit([A]).then(
      () => answers.push('commit'),
      () => answers.push('failed'),
    );
    await storage.death;
    storage.get('records', ['a']).finally(() => answers.push('get'));
    storage.close().finally(() => answers.push('close'));
    await quiet();
    expect(answers).toEqual([]);
    expect(storage.dead).toBe(true);
    expect(await (await opened(disk)).scan('records')).toEqual(left);
  });

  it('does one call after the other, however long each takes', async () => {
    const storage = await opened(new MemoryDisk(), chances(seeded(3), { turns: 9 }));
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 30 }, (_, at) => storage.commit([{ ...A, value: at }]).then(() => order.push(at))),
    );
    expect(order).toEqual(Array.from({ length: 30 }, (_, at) => at));
    expect(await storage.get('records', ['a'])).toEqual([29]);
  });

  it('finds out who changes what was committed', async () => {
    const storage = await opened(new MemoryDisk());
    const value = { list: [1] };
    await storage.commit([{ ...A, value }]);
    value.list.push(2);
    const [found] = await storage.get('records', ['a']);
    expect(found).toEqual({ list: [1] });
    expect(() => (found as { list: number[] }).list.push(2)).toThrow(TypeError);
  });

  it('does the same for the same seed', async () => {
    const run = async (seed: number) => {
      const storage = await opened(new MemoryDisk(), chances(seeded(seed), { fails: 0.4 }));
      const outcomes: string[] = [];
      for (let n = 0; n < 20; n++)
        await storage.commit([A]).then(
          () => outcomes.push('done'),
          (e) => outcomes.push(e.fault),
        );
      return outcomes.join(' ');
    };
    expect(await run(5)).toBe(await run(5));
    expect(await run(5)).not.toBe(await run(6));
    expect(await run(5)).toContain('full');
  });
});

describe('storages in memory', () => {
  it('are told when another one on the same disk takes everything away', async () => {
    const disk = new MemoryDisk();
    const [one, other] = [new MemoryStorage(disk), new MemoryStorage(disk)];
    await one.open();
    await other.open();
    const lost: string[] = [];
    other.onLost(({ fault }) => lost.push(fault));
    one.onLost(() => lost.push('one'));
    await one.commit([A]);
    expect(await other.get('records', ['a'])).toEqual([A.value]);
    await one.destroy();
    expect(lost).toEqual(['lost']);
    await expect(other.get('records', ['a'])).rejects.toMatchObject({ fault: 'lost' });
  });

  it('tell nobody who has stopped listening', async () => {
    const disk = new MemoryDisk();
    const storage = new MemoryStorage(disk);
    await storage.open();
    const lost: string[] = [];
    storage.onLost(({ fault }) => lost.push(fault))();
    disk.wipe();
    expect(lost).toEqual([]);
  });
});
