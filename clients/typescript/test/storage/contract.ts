import { expect } from 'vitest';
import { skimmed as pagesOf } from '../../src/replica/scan.js';
import {
  TABLES,
  type Range,
  type Skimmed,
  type Storage,
  type StorageError,
  type Write,
} from '../../src/storage/storage.js';
import { seeded } from '../seeded.js';
import type { Place } from './places.js';

/** A part of the contract of storages. */
export interface Clause {
  readonly says: string;
  /** Holds only where a second instance finds what the first one left. */
  readonly lasting?: true;
  holds(storage: Storage, there: Place): Promise<void>;
}

const put = (key: string, value: Write['value'] = key): Write => ({ table: 'records', key, value: value! });
const take = (key: string): Write => ({ table: 'records', key });
/** What is shown of the records in a range. */
async function skimmed(storage: Storage, range: Range): Promise<Skimmed[]> {
  const found: Skimmed[] = [];
  for await (const page of pagesOf(storage, range)) found.push(...page);
  return found;
}
const keysOf = (entries: readonly { key: string }[]) => entries.map(({ key }) => key);

/** Whether a storage keeps to a clause, in a place that nothing was put in yet. In Node and in pages. */
export async function keepTo(clause: Clause, place: Place): Promise<void> {
  const given: Storage[] = [];
  const storage = (): Storage => {
    const next = place.storage();
    given.push(next);
    return next;
  };
  try {
    const first = storage();
    await first.open();
    await clause.holds(first, { ...place, storage });
  } finally {
    for (const each of given) await each.close();
    await place.clear();
  }
}

/** What every storage has to keep to. */
export const CONTRACT: readonly Clause[] = [
  {
    says: 'answers in the order of the keys that were asked for',
    async holds(storage) {
      await storage.commit([put('b', 2), put('a', 1)]);
      expect(await storage.get('records', ['b', 'nothing', 'a', 'b'])).toEqual([2, undefined, 1, 2]);
      expect(await storage.get('records', [])).toEqual([]);
    },
  },

  {
    says: 'keeps every value of JSON as it is',
    async holds(storage) {
      const value = {
        none: null,
        no: false,
        zero: 0,
        large: -9_007_199_254_740_991,
        part: 0.1,
        text: '"\\ \u2028 ä 𝄞 ',
        list: [1, [], {}, null],
        __proto__x: {},
        '': 1,
      };
      const scalars = [null, false, 0, ''] as const;
      await storage.commit([put('all', value), ...scalars.map((each, at) => put(`scalar-${at}`, each))]);
      expect(await storage.get('records', ['all', ...scalars.map((_, at) => `scalar-${at}`)])).toStrictEqual([
        value,
        ...scalars,
      ]);
      expect(await storage.scan('records', { from: 'scalar-', to: 'scalar.' })).toStrictEqual(
        scalars.map((each, at) => ({ key: `scalar-${at}`, value: each })),
      );
    },
  },

  {
    says: 'scans in the order of bytes, not of any language',
    async holds(storage) {
      const keys = ['Z', 'a', 'B', 'a/1', 'a-1', '10', '9', '_', '~'];
      await storage.commit(keys.map((key) => put(key)));
      expect(keysOf(await storage.scan('records'))).toEqual(['10', '9', 'B', 'Z', '_', 'a', 'a-1', 'a/1', '~']);
    },
  },

  {
    says: 'scans from a key, to before a key, at most so many',
    async holds(storage) {
      await storage.commit(['a', 'b', 'c', 'd', 'e'].map((key) => put(key)));
      const scanned = async (range: object) => keysOf(await storage.scan('records', range)).join('');
      expect(await scanned({ from: 'b', to: 'd' })).toBe('bc');
      expect(await scanned({ from: 'b' })).toBe('bcde');
      expect(await scanned({ from: 'bb' })).toBe('cde');
      expect(await scanned({ to: 'b' })).toBe('a');
      expect(await scanned({ limit: 2 })).toBe('ab');
      expect(await scanned({ from: 'b', to: 'e', limit: 2 })).toBe('bc');
      expect(await scanned({ limit: 0 })).toBe('');
      expect(await scanned({ from: 'c', to: 'c' })).toBe('');
      expect(await scanned({ from: 'd', to: 'b' })).toBe('');
      expect(await scanned({ from: 'f' })).toBe('');
    },
  },

  {
    says: 'takes away what a write has no value for, and does not mind what is not there',
    async holds(storage) {
      await storage.commit([put('a'), put('b')]);
      await storage.commit([take('a'), take('never')]);
      expect(await storage.get('records', ['a', 'b'])).toEqual([undefined, 'b']);
      expect(keysOf(await storage.scan('records'))).toEqual(['b']);
      await storage.commit([put('a', 'again')]);
      expect(await storage.scan('records')).toEqual([
        { key: 'a', value: 'again' },
        { key: 'b', value: 'b' },
      ]);
    },
  },

  {
    says: 'carries out the writes of a commit in their order',
    async holds(storage) {
      await storage.commit([put('a', 1), take('a'), put('b', 1), put('b', 2), take('c'), put('c', 3)]);
      expect(await storage.get('records', ['a', 'b', 'c'])).toEqual([undefined, 2, 3]);
    },
  },

  {
    says: 'keeps tables apart',
    async holds(storage) {
      await storage.commit(TABLES.map((table) => ({ table, key: 'k', value: table })));
      await storage.commit([{ table: 'ops', key: 'k' }]);
      for (const table of TABLES)
        expect(await storage.scan(table)).toEqual(table === 'ops' ? [] : [{ key: 'k', value: table }]);
    },
  },

  {
    says: 'takes a commit of nothing',
    async holds(storage) {
      await storage.commit([]);
      expect(await storage.scan('records')).toEqual([]);
    },
  },

  {
    says: 'carries out commits in the order in which they were made, whatever tables they are of',
    async holds(storage) {
      const commits = Array.from({ length: 20 }, (_, at) =>
        storage.commit([
          put('last', at),
          { table: at % 2 === 0 ? 'ops' : 'journal', key: `${at}`.padStart(2, '0'), value: at },
        ]),
      );
      const order: number[] = [];
      await Promise.all(commits.map((commit, at) => commit.then(() => order.push(at))));
      expect(order).toEqual([...order].sort((one, other) => one - other));
      expect(await storage.get('records', ['last'])).toEqual([19]);
      expect((await storage.scan('ops')).length + (await storage.scan('journal')).length).toBe(20);
    },
  },

  {
    says: 'sees what was committed before, though nobody waited for it',
    async holds(storage) {
      const commit = storage.commit([put('a')]);
      expect(await storage.get('records', ['a'])).toEqual(['a']);
      await commit;
    },
  },

  {
    says: 'pages through thousands of entries',
    async holds(storage) {
      const keys = Array.from({ length: 5_000 }, (_, at) => `todos/${String((at * 7_919) % 5_000).padStart(5, '0')}`);
      await storage.commit(keys.map((key) => put(key, { key })));
      const found: string[] = [];
      for (let from = 'todos/'; ;) {
        const page = await storage.scan('records', { from, to: 'todos0', limit: 700 });
        found.push(...keysOf(page));
        if (page.length < 700) break;
        from = `${page.at(-1)!.key}\0`;
      }
      expect(found).toEqual([...keys].sort());
    },
  },

  {
    says: 'tells the same before it was tidied up, in the middle of that, and afterwards',
    async holds(storage) {
      const record = (at: number, title: string): Write =>
        put(`todos/${String(at).padStart(4, '0')}`, { s: { fields: { title }, clocks: { title: 'stamp' } }, g: 1 });
      const all = Array.from({ length: 1_200 }, (_, at) => record(at, 'first'));
      await storage.commit([...all, put('labels/1'), put('users/1')]);
      const tidy = async (): Promise<boolean> => (await storage.tidy?.()) ?? false;
      let wanted = [put('labels/1'), ...all, put('users/1')].map(({ key, value }) => ({ key, value }));
      while (await tidy()) expect(await storage.scan('records')).toEqual(wanted);
      const later = [...Array.from({ length: 120 }, (_, at) => record(at * 10, 'later')), take('todos/0007')];
      await storage.commit(later);
      const changed = new Map(later.map(({ key, value }) => [key, value]));
      wanted = wanted
        .map(({ key, value }) => ({ key, value: changed.has(key) ? changed.get(key) : value }))
        .filter(({ value }) => value !== undefined);
      do expect(await storage.scan('records')).toEqual(wanted);
      while (await tidy());
      const todos = wanted.filter(({ key }) => key.startsWith('todos/')).map(({ key }) => key);
      const shown = await skimmed(storage, { from: 'todos/', to: 'todos0' });
      expect(shown.map(({ key }) => key)).toEqual(todos);
      for (const { key, row, state } of shown) {
        const title = changed.has(key) ? 'later' : 'first';
        expect([row, state.fields, state.clocks]).toEqual([{ id: key.slice(6), title }, { title }, { title: 'stamp' }]);
      }
    },
  },

  {
    says: 'reads values that are large, in one answer with small ones',
    async holds(storage) {
      const random = seeded(7);
      const text = (size: number) =>
        Array.from({ length: size }, () => String.fromCharCode(32 + Math.floor(random() * 95))).join('');
      const values = Array.from({ length: 6 }, (_, at) => text(at % 2 === 0 ? 250_000 : 10));
      await storage.commit(values.map((value, at) => put(`${at}`, value)));
      expect(await storage.get('records', ['4', '1', '0'])).toEqual([values[4], values[1], values[0]]);
      expect((await storage.scan('records')).map(({ value }) => value)).toEqual(values);
    },
  },
  {
    says: 'refuses to work before it is opened and after it is closed',
    async holds(storage, there) {
      const fresh = there.storage();
      for (const closed of [fresh, storage]) {
        if (closed === storage) await storage.close();
        for (const call of [
          () => closed.get('meta', ['a']),
          () => closed.scan('meta'),
          () => closed.scan('meta', { limit: 0 }),
          () => closed.commit([{ table: 'meta', key: 'a', value: 1 }]),
        ])
          await expect(call()).rejects.toMatchObject({ name: 'StorageError', fault: 'closed' });
      }
      await storage.close();
    },
  },

  {
    says: 'says that nothing was lost where nothing ever was',
    async holds(storage) {
      expect(storage.wasLost).toBe(false);
    },
  },

  {
    says: 'is empty after it was destroyed, and says so to nobody',
    async holds(storage, there) {
      const lost: StorageError[] = [];
      storage.onLost((error) => lost.push(error));
      await storage.commit([put('a')]);
      await storage.destroy();
      await expect(storage.get('records', ['a'])).rejects.toMatchObject({ fault: 'closed' });
      storage = there.storage();
      await storage.open();
      expect(storage.wasLost).toBe(false);
      expect(await storage.scan('records')).toEqual([]);
      expect(lost).toEqual([]);
    },
  },

  {
    says: 'finds everything again when it is opened anew',
    lasting: true,
    async holds(storage, there) {
      await storage.commit([put('a', { deep: [1] }), { table: 'meta', key: 'node', value: 'n' }]);
      await storage.close();
      storage = there.storage();
      await storage.open();
      expect(storage.wasLost).toBe(false);
      expect(await storage.scan('records')).toEqual([{ key: 'a', value: { deep: [1] } }]);
      expect(await storage.get('meta', ['node'])).toEqual(['n']);
    },
  },

  {
    says: 'notices, where it can, that everything was taken away while it was closed',
    async holds(storage, there) {
      if (there.wipe === undefined) return;
      await storage.commit([put('a')]);
      await storage.close();
      await there.wipe();
      storage = there.storage();
      await storage.open();
      expect(storage.wasLost).toBe(true);
      expect(await storage.scan('records')).toEqual([]);
      await storage.commit([put('b')]);
      await storage.close();
      storage = there.storage();
      await storage.open();
      expect(storage.wasLost).toBe(false);
    },
  },
];
