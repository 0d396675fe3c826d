import { describe, expect, test } from 'vitest';
import { pages, skimmed } from '../../src/replica/scan.js';
import { MemoryStorage } from '../../src/storage/memory.js';
import type { Entry, Range, Write } from '../../src/storage/storage.js';
import { stamp } from './device.js';

const record = (at: number): Write => ({
  table: 'records',
  key: `todos/${at}`,
  value: { s: { fields: { title: `${at}` }, clocks: stamp(1) } },
});

async function withRecords(count: number): Promise<MemoryStorage> {
  const storage = new MemoryStorage();
  await storage.open();
  await storage.commit(Array.from({ length: count }, (_, at) => record(at)));
  return storage;
}

/** Counts its scans, of which one may fail. */
class Counted {
  scans = 0;

  constructor(
    readonly inner: MemoryStorage,
    readonly failing = Infinity,
  ) {}

  async scan(_: string, range: Range = {}): Promise<Entry[]> {
    if (++this.scans === this.failing) {
      throw new Error('this scan was to fail');
    }
    return this.inner.scan('records', range);
  }
}

describe('pages of a table', () => {
  test('are all there is, each entry once, whatever their size is', async () => {
    for (const count of [0, 1, 5, 6, 7, 12]) {
      const storage = await withRecords(count);
      const found: string[] = [];
      for await (const page of pages(storage, 'records', {}, 6)) {
        expect(page.length).toBeGreaterThan(0);
        found.push(...page.map(({ key }) => key));
      }
      expect(found).toEqual((await storage.scan('records')).map(({ key }) => key));
    }
  });

  test('are read one ahead, and no further', async () => {
    const storage = new Counted(await withRecords(20));
    const read = pages(storage, 'records', {}, 5);
    expect(storage.scans).toBe(0);
    await read.next();
    expect(storage.scans).toBe(2);
    await read.next();
    expect(storage.scans).toBe(3);
    await read.return(undefined);
    expect(storage.scans).toBe(3);
  });

  test('fail when it is the turn of one that could not be read', async () => {
    const storage = new Counted(await withRecords(20), 2);
    const read = pages(storage, 'records', {}, 5);
    expect((await read.next()).value).toHaveLength(5);
    await expect(read.next()).rejects.toThrow('this scan was to fail');
  });

  test('of records fail where there is none', async () => {
    const storage = await withRecords(2);
    await storage.commit([{ table: 'records', key: 'todos/2', value: { s: 1 } }]);
    await expect(skimmed(storage, {}).next()).rejects.toMatchObject({ fault: 'corrupt' });
  });

  test('of records are rows and states, where a storage cannot say so faster', async () => {
    const storage = await withRecords(2);
    const found = [];
    for await (const page of skimmed(storage, { from: 'todos/', to: 'todos0' })) {
      found.push(...page);
    }
    expect(found.map(({ key, row, state }) => [key, row, state])).toEqual(
      [0, 1].map((at) => [
        `todos/${at}`,
        { id: `${at}`, title: `${at}` },
        { fields: { title: `${at}` }, clocks: stamp(1) },
      ]),
    );
  });
});
