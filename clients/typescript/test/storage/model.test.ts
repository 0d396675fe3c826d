import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TABLES, type Range, type Storage, type Table, type Write } from '../../src/storage/storage.js';
import type { Json } from '../../src/value/json.js';
import { LASTING, PLACES } from './places.js';

type Step =
  | { readonly do: 'commit'; readonly writes: readonly Write[] }
  | { readonly do: 'get'; readonly table: Table; readonly keys: readonly string[] }
  | { readonly do: 'scan'; readonly table: Table; readonly range: Range }
  | { readonly do: 'reopen' };

const KEYS = ['', '0', 'a', 'a/', 'a/1', 'a/10', 'a/2', 'a0', 'b', 'todos/~', '\u007f'] as const;

const table = fc.constantFrom<Table>('records', 'ops', 'meta');
const key = fc.constantFrom(...KEYS);
const value = fc.jsonValue({ maxDepth: 2 }).map((drawn) => JSON.parse(JSON.stringify(drawn)) as Json);
const write: fc.Arbitrary<Write> = fc
  .record({ table, key, value: fc.option(value, { nil: undefined }) })
  .map(({ value: drawn, ...rest }) => (drawn === undefined ? rest : { ...rest, value: drawn }));
const range = fc.record({ from: key, to: key, limit: fc.integer({ min: 0, max: 6 }) }, { requiredKeys: [] });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('commit' as const), writes: fc.array(write, { maxLength: 8 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('get' as const), table, keys: fc.array(key, { maxLength: 5 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('scan' as const), table, range }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
);

/** What a storage should have. */
class Model {
  readonly #tables = new Map(TABLES.map((name) => [name, new Map<string, Json>()]));

  commit(writes: readonly Write[]): void {
    for (const { table: name, key: at, value: put } of writes) {
      if (put === undefined) this.#tables.get(name)!.delete(at);
      else this.#tables.get(name)!.set(at, put);
    }
  }

  get(name: Table, keys: readonly string[]): (Json | undefined)[] {
    return keys.map((at) => this.#tables.get(name)!.get(at));
  }

  scan(name: Table, { from = '', to, limit = Infinity }: Range): { key: string; value: Json }[] {
    return [...this.#tables.get(name)!]
      .filter(([at]) => at >= from && (to === undefined || at < to))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .slice(0, limit)
      .map(([at, found]) => ({ key: at, value: found }));
  }
}

afterEach(() => vi.unstubAllGlobals());

describe.each(Object.entries(PLACES))('a storage in %s', (name, place) => {
  it('does what maps do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const there = place();
        const model = new Model();
        let storage: Storage = there.storage();
        await storage.open();
        for (const each of steps) {
          switch (each.do) {
            case 'commit':
              model.commit(each.writes);
              await storage.commit(each.writes);
              break;
            case 'get':
              expect(await storage.get(each.table, each.keys)).toStrictEqual(model.get(each.table, each.keys));
              break;
            case 'scan':
              expect(await storage.scan(each.table, each.range)).toStrictEqual(model.scan(each.table, each.range));
              break;
            case 'reopen':
              if (!LASTING.includes(name)) break;
              await storage.close();
              storage = there.storage();
              await storage.open();
          }
        }
        for (const each of TABLES) expect(await storage.scan(each)).toStrictEqual(model.scan(each, {}));
        await storage.destroy();
        await there.clear();
      }),
      { seed: 20_261_122, numRuns: name.startsWith('SQLite in a file') ? 15 : 60 },
    );
  });
});
