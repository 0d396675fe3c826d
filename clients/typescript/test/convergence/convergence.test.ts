import { describe, expect, it } from 'vitest';
import { kinds } from './kinds.js';
import { World } from './world.js';

/** How many runs of each kind, and the first seed; more of them with `XEO_CLIENT_RUNS=1000`. */
const RUNS = Number(process.env.XEO_CLIENT_RUNS ?? 12);
const FIRST = Number(process.env.XEO_CLIENT_SEED ?? 1);
const TURNS = 120;

describe.each(Object.entries(kinds))('devices and server agree in the end, %s', (_, troubles) => {
  it(`in ${RUNS} runs from seed ${FIRST} on`, { timeout: 600_000 }, async () => {
    const failed: string[] = [];
    for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
      await new World(seed, troubles).run(TURNS).catch((error: Error) => failed.push(`seed ${seed}: ${error.message}`));
    }
    expect(failed.slice(0, 3).join('\n\n'), `${failed.length} of ${RUNS} runs`).toBe('');
  });
});
