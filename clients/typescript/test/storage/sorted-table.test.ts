import { expect, it } from 'vitest';
import { SortedTable } from '../../src/storage/sorted-table.js';
import { seeded } from '../seeded.js';

it('a table in memory is in order whatever comes, goes and comes back', () => {
  const random = seeded(11);
  for (let run = 0; run < 20; run++) {
    const table = new SortedTable();
    const model = new Map<string, number>();
    for (let step = 0; step < 600; step++) {
      // Now more comes than goes, now the other way round.
      const comes = random() < (Math.floor(step / 150) % 2 === 0 ? 0.8 : 0.15);
      const key = String(Math.floor(random() * 200));
      if (comes) {
        table.put(key, step);
        model.set(key, step);
      } else {
        table.delete(key);
        model.delete(key);
      }
      if (random() < 0.1) {
        const from = String(Math.floor(random() * 200));
        const limit = Math.floor(random() * 50);
        const wanted = [...model].filter(([each]) => each >= from).sort(([one], [other]) => (one < other ? -1 : 1));
        expect(table.scan({ from, limit }).map(({ key, value }) => [key, value])).toEqual(wanted.slice(0, limit));
      }
    }
    for (const [key, value] of model) expect(table.get(key)).toBe(value);
    expect(table.scan({})).toHaveLength(model.size);
  }
});
