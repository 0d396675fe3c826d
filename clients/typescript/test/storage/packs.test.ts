import fc from 'fast-check';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { skimmed as pagesOf } from '../../src/replica/scan.js';
import { IndexedDbStorage } from '../../src/storage/indexeddb.js';
import { SIZES } from '../../src/storage/sizes.js';
import { skimmedEntry } from '../../src/storage/skimmed.js';
import { TABLES, type Entry, type Range, type Skimmed, type Storage, type Write } from '../../src/storage/storage.js';
import { canonical } from '../../src/value/canonical.js';
import type { Json } from '../../src/value/json.js';
import { indexedDbPlace } from './places.js';

const SMALL = { pack: 8, text: 300, page: 3, worth: 3, commits: 3 };
const usual = { ...SIZES };

/** Enough keys for many packs; some are beginnings of others, or come right after them. */
const LETTERS = Array.from({ length: 40 }, (_, at) => `${'abcd'[at % 4]}/${at >> 2}`);
const KEYS = [...LETTERS, '', 'a', 'b/', 'd0', ...LETTERS.slice(0, 12).map((key) => `${key}\0`)];

const key = fc.constantFrom(...KEYS);
const stamp = fc.constantFrom('s1', 's2', 's3');
/** As it is once it was stored. */
function json(drawn: unknown): Json {
  return JSON.parse(JSON.stringify(drawn)) as Json;
}

const name = fc.constantFrom('title', 'tags', 'id', '__proto__');
const fields = fc.dictionary(name, fc.oneof(fc.string(), fc.constant(['x'])), { maxKeys: 3 });
const clocks = fc.oneof(
  stamp,
  fc.dictionary(fc.constantFrom('title', '__proto__'), stamp),
  fc.record({ tags: fc.dictionary(fc.constantFrom('x', '0', '__proto__'), stamp) }),
);
const deleted = fc.record({ value: fc.boolean(), clock: stamp });
const state = fc.record({ fields, clocks, deleted }, { requiredKeys: ['fields', 'clocks'] });
const recordEntry = fc.record({ s: state, g: fc.nat(), lost: fc.constant(true) }, { requiredKeys: ['s'] }).map(json);
const anything: fc.Arbitrary<Json> = fc.oneof(
  recordEntry,
  fc.constantFrom<Json>(
    ...[{ s: {} }, { s: { fields: 1 } }, { s: 1 }, [], { s: { fields: {} } }, { s: { fields: {}, clocks: 7 } }],
    ...[{ s: { fields: {}, clocks: { title: 1 } } }, { s: { fields: {}, clocks: 's1', more: 1 } }, null],
  ),
  fc.integer(),
  fc.string({ maxLength: 90 }),
);
const take: fc.Arbitrary<Write> = fc.record({ table: fc.constant('records' as const), key });
const writes = (value: fc.Arbitrary<Json>): fc.Arbitrary<Write[]> => {
  const put = fc.record({ table: fc.constant('records' as const), key, value });
  return fc.array(fc.oneof({ weight: 3, arbitrary: put }, { weight: 1, arbitrary: take }), { maxLength: 12 });
};
const range: fc.Arbitrary<Range> = fc.record(
  { from: key, to: key, limit: fc.integer({ min: 0, max: 9 }) },
  { requiredKeys: [] },
);
const who = fc.nat({ max: 1 });
const steps = (value: fc.Arbitrary<Json>, minLength: number, maxLength: number) =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('commit' as const), who, writes: writes(value) }) },
      { weight: 6, arbitrary: fc.record({ do: fc.constant('tidy' as const), who }) },
      { weight: 4, arbitrary: fc.record({ do: fc.constant('scan' as const), who, range }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const), who }) },
    ),
    { minLength, maxLength },
  );

type Step = ReturnType<typeof steps> extends fc.Arbitrary<(infer S)[]> ? S : never;
type Rows = ReadonlyMap<string, Write['value']>;

function committed(rows: Rows, commit: readonly Write[]): Rows {
  const next = new Map(rows);
  for (const write of commit) {
    if (write.value === undefined) next.delete(write.key);
    else next.set(write.key, write.value);
  }
  return next;
}

function scanned(rows: Rows, { from = '', to, limit = Infinity }: Range): Entry[] {
  return [...rows]
    .filter(([at]) => at >= from && (to === undefined || at < to))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .slice(0, limit)
    .map(([at, found]) => ({ key: at, value: found! }));
}

/** What one sees of a record. */
function seen({ key: at, id, row, state: { fields: its, clocks: stamps, deleted } }: Skimmed): unknown {
  return [at, id, row, its, stamps, deleted];
}

async function skimmed(tab: Storage, asked: Range): Promise<Skimmed[]> {
  const found: Skimmed[] = [];
  for await (const page of pagesOf(tab, asked)) found.push(...page);
  return found;
}

const textOf = (entries: readonly Entry[]): string => canonical(entries as unknown as Json);

async function scans(tab: Storage, rows: Rows, asked: Range): Promise<void> {
  expect(await tab.scan('records', asked)).toStrictEqual(scanned(rows, asked));
}

async function skims(tab: Storage, rows: Rows, asked: Range): Promise<void> {
  const { limit: _, ...range } = asked;
  const wanted = scanned(rows, range).map((entry) => seen(skimmedEntry(entry)));
  expect((await skimmed(tab, range)).map(seen)).toStrictEqual(wanted);
}

/** Takes steps in two tabs, which read as `reads` says. */
async function taken(drawn: readonly Step[], reads: typeof scans): Promise<void> {
  const place = indexedDbPlace();
  const tabs = [place.storage(), place.storage()];
  await Promise.all(tabs.map((tab) => tab.open()));
  let rows: Rows = new Map();
  for (const each of drawn) {
    const tab = tabs[each.who]!;
    switch (each.do) {
      case 'commit':
        rows = committed(rows, each.writes);
        await tab.commit(each.writes);
        break;
      case 'tidy':
        await tab.tidy!();
        break;
      case 'scan':
        await reads(tab, rows, each.range);
        break;
      case 'reopen':
        await tab.close();
        await (tabs[each.who] = place.storage()).open();
    }
  }
  for (const tab of tabs) await reads(tab, rows, {});
  await tidied(tabs[0]!);
  for (const tab of tabs) await reads(tab, rows, {});
  for (const tab of tabs) await tab.close();
}

async function tidied(storage: Storage): Promise<number> {
  for (let steps = 0; ; steps++) {
    if (steps > 500) throw new Error('it never ends');
    if (!(await storage.tidy!())) return steps;
  }
}

async function stored(name: string): Promise<unknown[]> {
  const database = await openDB('replica');
  const values = await database.getAll(name);
  database.close();
  return values;
}

const record = (at: number, size = 1): Write => ({
  table: 'records',
  key: `todos/${String(at).padStart(6, '0')}`,
  value: { s: { fields: { title: 'x'.repeat(size) }, clocks: 's1' }, g: 1 },
});
const records = (from: number, to: number): Write[] => Array.from({ length: to - from }, (_, at) => record(from + at));

let open: () => Promise<Storage>;
beforeEach(() => {
  Object.assign(SIZES, SMALL);
  const place = indexedDbPlace();
  open = async () => {
    const storage = place.storage();
    await storage.open();
    return storage;
  };
});
afterEach(() => {
  Object.assign(SIZES, usual);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('packs of records in IndexedDB', () => {
  it('are never seen: two tabs read what rows would say, whatever is committed and tidied up in between', async () => {
    await fc.assert(
      fc.asyncProperty(steps(anything, 10, 60), (drawn) => taken(drawn, scans)),
      { seed: 20_261_122, numRuns: 250 },
    );
  });

  it('have the records that rows have, also when these are only skimmed', async () => {
    await fc.assert(
      fc.asyncProperty(steps(recordEntry, 10, 60), (drawn) => taken(drawn, skims)),
      { seed: 20_261_122, numRuns: 250 },
    );
  });

  it('are never seen by a scan that is under way while others commit and tidy up', async () => {
    await fc.assert(
      fc.asyncProperty(steps(anything, 10, 40), async (drawn) => {
        const place = indexedDbPlace();
        const tabs = [place.storage(), place.storage()];
        await Promise.all(tabs.map((tab) => tab.open()));
        const states: Rows[] = [new Map()];
        let begun = 0;
        const under: Promise<unknown>[] = [];
        for (const each of drawn) {
          const tab = tabs[each.who]!;
          if (each.do === 'commit') {
            states.push(committed(states.at(-1)!, each.writes));
            under.push(tabs[0]!.commit(each.writes).then(() => begun++));
          } else if (each.do === 'tidy') {
            under.push(tab.tidy!());
          } else if (each.do === 'scan') {
            const from = begun;
            under.push(
              tab.scan('records', each.range).then((found) => {
                const possible = states.slice(from).map((rows) => textOf(scanned(rows, each.range)));
                expect(possible).toContain(textOf(found));
              }),
            );
          } else {
            await Promise.all(under.splice(0));
          }
        }
        await Promise.all(under);
        for (const tab of tabs) expect(await tab.scan('records')).toStrictEqual(scanned(states.at(-1)!, {}));
        for (const tab of tabs) await tab.close();
      }),
      { seed: 20_261_122, numRuns: 100 },
    );
  });

  it('are what large scans read: no row is, as long as nothing was written since', async () => {
    const storage = await open();
    await storage.commit(records(0, 40));
    await tidied(storage);
    const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll');
    expect(await storage.scan('records', { limit: 40 })).toHaveLength(40);
    expect(getAll.mock.contexts.map((store) => (store as IDBObjectStore).name)).not.toContain('records');
  });

  it('are read once when somebody pages through them', async () => {
    const storage = await open();
    await storage.commit(records(0, 80));
    await tidied(storage);
    const parse = vi.spyOn(JSON, 'parse');
    expect(await skimmed(storage, {})).toHaveLength(80);
    expect(parse).toHaveBeenCalledTimes(10);
  });

  it('leave single rows to be read that were written since', async () => {
    const storage = await open();
    await storage.commit(records(0, 40));
    await tidied(storage);
    await storage.commit([
      { ...record(7), value: 'new' },
      { table: 'records', key: record(9).key },
    ]);
    const get = vi.spyOn(IDBObjectStore.prototype, 'get');
    const found = await storage.scan('records');
    expect(found.find(({ key: at }) => at === record(7).key)?.value).toBe('new');
    expect(found).toHaveLength(39);
    expect(get).toHaveBeenCalledTimes(2);
  });

  it('cost a commit one small put, however many records it writes', async () => {
    const storage = await open();
    const calls = [vi.spyOn(IDBObjectStore.prototype, 'put'), vi.spyOn(IDBObjectStore.prototype, 'add')];
    await storage.commit(records(0, 30));
    expect(calls.map((call) => call.mock.calls.length)).toEqual([30, 1]);
    await storage.commit([{ table: 'ops', key: '1', value: 1 }]);
    expect(calls.map((call) => call.mock.calls.length)).toEqual([31, 1]);
  });

  it('are read again, and no rows, when another tab has tidied up', async () => {
    const [storage, other] = [await open(), await open()];
    await storage.commit(records(0, 40));
    await tidied(other);
    await storage.commit(records(0, 40));
    expect(await storage.scan('records')).toHaveLength(40);
    await tidied(other);
    await storage.commit([record(7)]);
    const get = vi.spyOn(IDBObjectStore.prototype, 'get');
    const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll');
    expect(await storage.scan('records', { limit: 40 })).toHaveLength(40);
    expect(get).toHaveBeenCalledTimes(1);
    expect(getAll.mock.contexts.map((store) => (store as IDBObjectStore).name)).not.toContain('records');
  });

  it('are not made anew for a few writes, and are for more', async () => {
    const storage = await open();
    await storage.commit(records(0, 40));
    expect(await tidied(storage)).toBeGreaterThan(4);
    await storage.commit([record(3)]);
    expect(await tidied(storage)).toBe(0);
    for (let at = 0; at < 12; at++) await storage.commit([record(at, 2)]);
    expect(await tidied(storage)).toBeGreaterThan(0);
    expect(await stored('stale')).toEqual([]);
  });

  it('become one when they are small, and are parted when they are large', async () => {
    const storage = await open();
    await storage.commit(records(0, 400).filter((_, at) => at % 10 === 0));
    await tidied(storage);
    expect(await stored('packs')).toHaveLength(5);
    await storage.commit(records(0, 400));
    await tidied(storage);
    const many = (await stored('packs')).length;
    expect(many).toBeGreaterThan(30);
    const few = records(0, 400).filter((_, at) => at % 50 === 25);
    const gone = records(0, 400).filter((_, at) => at % 50 !== 25);
    await storage.commit(gone.map(({ table, key: at }) => ({ table, key: at })));
    await tidied(storage);
    expect((await stored('packs')).length).toBeLessThan(5);
    expect((await storage.scan('records')).map(({ key: at }) => at)).toEqual(few.map(({ key: at }) => at));
  });

  it('are not read beyond the last key that is wanted', async () => {
    const storage = await open();
    await storage.commit(records(0, 40));
    await tidied(storage);
    const parse = vi.spyOn(JSON, 'parse');
    const first = { to: `${record(7).key}\0` };
    expect(await skimmed(storage, first)).toHaveLength(8);
    expect(parse).toHaveBeenCalledTimes(1);
    for (let at = 0; at < 40; at++) await storage.commit([record(at, 2)]);
    await storage.tidy!();
    const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll');
    expect(await skimmed(storage, first)).toHaveLength(8);
    expect(getAll.mock.contexts.filter((store) => (store as IDBObjectStore).name === 'records')).toHaveLength(1);
  });

  it('have few entries when these are large', async () => {
    const storage = await open();
    const large = Array.from({ length: 20 }, (_, at) => record(at, at % 2 === 0 ? 150 : 500));
    await storage.commit(large);
    await tidied(storage);
    expect((await stored('packs')).length).toBeGreaterThan(9);
    expect((await storage.scan('records')).map(({ value }) => value)).toEqual(large.map(({ value }) => value));
  });

  it('that are broken are passed over', async () => {
    const storage = await open();
    await storage.commit(records(0, 40));
    await tidied(storage);
    const database = await openDB('replica');
    for (const end of (await database.getAllKeys('packs')).slice(2, 5)) await database.put('packs', '[["a', end);
    database.close();
    const all = records(0, 40).map(({ key: at }) => at);
    expect((await storage.scan('records')).map(({ key: at }) => at)).toEqual(all);
    expect((await skimmed(storage, {})).map(({ key: at }) => at)).toEqual(all);
  });

  it('of an older make are thrown away', async () => {
    const old = await openDB('replica', 2, {
      upgrade(database) {
        TABLES.forEach((table) => void database.createObjectStore(table));
        database.createObjectStore('packs');
        database.createObjectStore('stale', { autoIncrement: true });
      },
    });
    await old.put('records', record(1).value, record(1).key);
    await old.put(
      'packs',
      ['[["todos/000001"],[{"id":"000001","title":"old"}],{}]', '[["s"],[0],[{}]]'],
      record(1).key,
    );
    await old.put('stale', [record(1).key]);
    old.close();
    const storage = await open();
    expect(await storage.scan('records')).toEqual([{ key: record(1).key, value: record(1).value }]);
    expect([...(await stored('packs')), ...(await stored('stale'))]).toEqual([]);
  });

  it('that there is no room for are left away, and nothing is lost', async () => {
    const storage = await open();
    const lost = vi.fn();
    storage.onLost(lost);
    await storage.commit(records(0, 40));
    const place = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    await expect(tidied(storage)).rejects.toMatchObject({ fault: 'full' });
    place.mockRestore();
    expect(await storage.scan('records')).toHaveLength(40);
    expect(await tidied(storage)).toBeGreaterThan(0);
    expect(lost).not.toHaveBeenCalled();
  });

  it('come to a storage of a version that had none, and everything is still there', async () => {
    const old = await openDB('replica', 1, {
      upgrade: (database) => TABLES.forEach((table) => void database.createObjectStore(table)),
    });
    for (const table of TABLES) await old.put(table, { of: table }, 'k');
    for (const { key: at, value: text } of records(0, 40)) await old.put('records', text, at);
    old.close();
    const storage = await open();
    expect(storage.wasLost).toBe(false);
    for (const table of TABLES) expect(await storage.get(table, ['k'])).toEqual([{ of: table }]);
    const before = await storage.scan('records');
    expect(before).toHaveLength(41);
    await tidied(storage);
    expect(await storage.scan('records')).toEqual(before);
  });

  it('go with everything else', async () => {
    const storage = await open();
    await storage.commit(records(0, 40));
    await tidied(storage);
    await storage.destroy();
    const again = await open();
    expect(await again.scan('records')).toEqual([]);
    expect([...(await stored('packs')), ...(await stored('stale'))]).toEqual([]);
  });

  it('are not made when it is closed', async () => {
    const storage = new IndexedDbStorage('closed');
    await expect(storage.tidy()).rejects.toMatchObject({ fault: 'closed' });
  });
});
