import { describe, expect, it } from 'vitest';
import { ReactNativeStorage } from '../../src/storage/async-storage.js';
import { TABLES, type Storage, type StorageError, type Write } from '../../src/storage/storage.js';
import type { Json } from '../../src/value/json.js';
import { seeded } from '../seeded.js';
import { MapKeyValues } from './map-key-values.js';

type Contents = Readonly<Record<string, Json>>;

const put = (key: string, value: Json): Write => ({ table: 'records', key, value });

/** More than a piece of the write-ahead record. */
const LARGE = `${'x'.repeat(399_990)}${'𝄞'.repeat(20)}`;

const COMMITS: readonly (readonly Write[])[] = [
  [put('a', 1), put('b', 1), { table: 'meta', key: 'commits', value: 1 }],
  [put('a', 2), { table: 'records', key: 'b' }, put('c', 2), { table: 'meta', key: 'commits', value: 2 }],
  [put('large', LARGE), put('b', 3), { table: 'ops', key: '1', value: LARGE }],
  [
    { table: 'records', key: 'large' },
    { table: 'ops', key: '1' },
    { table: 'journal', key: 'j', value: null },
  ],
];

function applied(contents: Contents, writes: readonly Write[]): Contents {
  const next: Record<string, Json> = { ...contents };
  for (const { table, key, value } of writes) {
    delete next[`${table}/${key}`];
    if (value !== undefined) next[`${table}/${key}`] = value;
  }
  return next;
}

async function contentsOf(storage: Storage): Promise<Contents> {
  const tables = await Promise.all(TABLES.map(async (table) => ({ table, entries: await storage.scan(table) })));
  return Object.fromEntries(
    tables.flatMap(({ table, entries }) => entries.map(({ key, value }) => [`${table}/${key}`, value])),
  );
}

async function opened(values: MapKeyValues): Promise<ReactNativeStorage> {
  const storage = new ReactNativeStorage(values);
  await storage.open();
  return storage;
}

/** How many single changes all commits take. */
async function stepsOfAll(): Promise<number> {
  const values = new MapKeyValues();
  let steps = 0;
  values.before = () => void steps++;
  const storage = await opened(values);
  for (const writes of COMMITS) await storage.commit(writes);
  return steps;
}

const STEPS = await stepsOfAll();

describe('a commit to AsyncStorage', () => {
  it.each([0, 1])('is finished after the app died with no character torn (%i)', async (shift) => {
    const values = new MapKeyValues();
    const storage = await opened(values);
    const text = `${'x'.repeat(399_000 + shift)}${'𝄞'.repeat(1_000)}`;
    values.before = (step) => {
      if ('put' in step && step.put === 'xeo/records/a') throw new Error('the app is dead');
    };
    await storage.commit([put('a', text)]);
    values.before = () => undefined;
    expect(values.values.has('xeo/records/a')).toBe(false);
    expect(await (await opened(values)).get('records', ['a'])).toEqual([text]);
  });

  it('leaves nothing but its values, and a mark', async () => {
    const values = new MapKeyValues();
    const storage = await opened(values);
    for (const writes of COMMITS) await storage.commit(writes);
    expect([...values.values.keys()].sort()).toEqual([
      'xeo/!there',
      'xeo/journal/j',
      'xeo/meta/commits',
      'xeo/records/a',
      'xeo/records/b',
      'xeo/records/c',
    ]);
  });

  it.each(Array.from({ length: STEPS }, (_, at) => at))(
    'is all or nothing when the app dies at change %i',
    async (at) => {
      const values = new MapKeyValues();
      const storage = await opened(values);
      let steps = 0;
      values.before = () => {
        if (steps++ >= at) throw new Error('the app is dead');
      };
      let known: Contents = {};
      let next: Contents = {};
      for (const writes of COMMITS) {
        next = applied(known, writes);
        const done = await storage.commit(writes).then(
          () => true,
          () => false,
        );
        if (!done) break;
        known = next;
      }
      values.before = () => undefined;
      const found = await contentsOf(await opened(values));
      expect([known, next]).toContainEqual(found);
      // What was found stays.
      expect(await contentsOf(await opened(values))).toEqual(found);
    },
  );

  it.each([
    ['fails', 'before'],
    ['is done and said to have failed', 'after'],
  ] as const)('is all or nothing when a single change %s', async (_, moment) => {
    for (let at = 0; at < STEPS; at++) {
      const values = new MapKeyValues();
      const storage = await opened(values);
      const lost: StorageError[] = [];
      storage.onLost((error) => lost.push(error));
      let steps = 0;
      values[moment] = () => {
        if (steps++ === at) throw new Error('database or disk is full (code 13 SQLITE_FULL)');
      };
      let known: Contents = {};
      for (const writes of COMMITS) {
        const error = await storage.commit(writes).then(
          () => undefined,
          (thrown: StorageError) => thrown,
        );
        if (error) expect(error.fault).toBe('full');
        else known = applied(known, writes);
        expect(await contentsOf(storage)).toEqual(known);
      }
      expect(lost).toEqual([]);
      expect(await contentsOf(await opened(values))).toEqual(known);
    }
  });

  it('is all or nothing when changes fail in a row, and the storage is given up when that is not certain', async () => {
    const random = seeded(7);
    let givenUp = 0;
    for (let run = 0; run < 300; run++) {
      const values = new MapKeyValues();
      let storage = await opened(values);
      let known: Contents = {};
      for (let n = 0; n < 12; n++) {
        const odds = random() < 0.5 ? 0 : 0.4;
        const fail = () => {
          if (random() < odds) throw new Error('the disk is full');
        };
        Object.assign(values, { before: fail, after: fail });
        const writes = [put(`${n % 3}`, n), put('last', n), { table: 'ops', key: `${n % 2}` } as const];
        const error = await storage.commit(writes).then(
          () => undefined,
          (thrown: StorageError) => thrown,
        );
        Object.assign(values, { before: () => undefined, after: () => undefined });
        if (error?.fault === 'lost') {
          givenUp++;
          storage = await opened(values);
          const found = await contentsOf(storage);
          expect([known, applied(known, writes)]).toContainEqual(found);
          known = found;
        } else if (!error) known = applied(known, writes);
        expect(await contentsOf(storage)).toEqual(known);
        if (random() < 0.2) storage = await opened(values);
      }
      expect(await contentsOf(await opened(values))).toEqual(known);
    }
    expect(givenUp).toBeGreaterThan(0);
  });

  it('is not made in a storage that somebody else has cleared', async () => {
    const values = new MapKeyValues();
    const storage = await opened(values);
    const lost: string[] = [];
    storage.onLost(({ fault }) => lost.push(fault));
    await storage.commit([put('a', 1)]);
    values.values.clear();
    await expect(storage.commit([put('b', 1)])).rejects.toMatchObject({ fault: 'lost' });
    await expect(storage.get('records', ['a'])).rejects.toMatchObject({ fault: 'lost' });
    expect(lost).toEqual(['lost']);
    expect([...values.values.keys()]).toEqual([]);
  });

  it('leaves what is of others alone', async () => {
    const values = new MapKeyValues(
      new Map([
        ['theirs', 'x'],
        ['xeo2/records/a', '"y"'],
        ['xeo/other/a', 'z'],
      ]),
    );
    const storage = await opened(values);
    await storage.commit([put('a', 1)]);
    expect(await storage.scan('records')).toEqual([{ key: 'a', value: 1 }]);
    await storage.destroy();
    expect([...values.values.keys()]).toEqual(['theirs', 'xeo2/records/a']);
  });

  it('is found to be broken when what is there is not JSON', async () => {
    const values = new MapKeyValues(new Map([['xeo/records/a', '{"s":']]));
    const storage = await opened(values);
    await expect(storage.get('records', ['a'])).rejects.toMatchObject({ fault: 'corrupt' });
    await expect(storage.scan('records')).rejects.toMatchObject({ fault: 'corrupt' });
    for (const [head, piece] of [
      ['1', '{'],
      ['2', '[]'],
      ['"x"', '[]'],
    ] as const) {
      const broken = new MapKeyValues(
        new Map([
          ['xeo/!ahead', head],
          ['xeo/!ahead/0', piece],
        ]),
      );
      await expect(opened(broken)).rejects.toMatchObject({ fault: 'corrupt' });
    }
  });
});
