import { describe, expect, it } from 'vitest';
import { FAIR } from '../server/network.js';
import { type Happening, type Troubles, World } from './world.js';

/** How many runs of each kind, and the first seed; more of them with `XEO_CLIENT_RUNS=1000`. */
const RUNS = Number(process.env.XEO_CLIENT_RUNS ?? 12);
const FIRST = Number(process.env.XEO_CLIENT_SEED ?? 1);
const TURNS = 120;

const BAD = { latency: 30, cut: 0.01, unnoticed: 0.3, refused: 0.1 };
const CAPRICIOUS = {
  retry: 0.1,
  cutAnswer: 0.1,
  lag: 0.1,
  redeliver: 0.2,
  fail: 0.05,
  ownerDelay: 60,
  eventDelay: 400,
};
const EVERYDAY: readonly Happening[] = ['offline', 'cut', 'shut-down', 'drain', 'token', 'pause'];

const kinds: Readonly<Record<string, Troubles>> = {
  'when all is well': { weather: FAIR, behaviour: {}, storage: { fails: 0, dies: 0 }, events: [] },
  'over a bad network': { weather: BAD, behaviour: CAPRICIOUS, storage: { fails: 0, dies: 0 }, events: EVERYDAY },
  'when storage fails': { weather: BAD, behaviour: CAPRICIOUS, storage: { fails: 0.02, dies: 0 }, events: EVERYDAY },
  'when processes die at any await': {
    weather: BAD,
    behaviour: CAPRICIOUS,
    storage: { fails: 0.005, dies: 0.01 },
    events: [...EVERYDAY, 'crash'],
  },
  'when the log is compacted and tombstones are purged': {
    weather: BAD,
    behaviour: CAPRICIOUS,
    storage: { fails: 0, dies: 0.002 },
    events: [...EVERYDAY, 'compact', 'purge', 'verify'],
  },
  'when clocks are off': {
    weather: BAD,
    behaviour: CAPRICIOUS,
    storage: { fails: 0, dies: 0.005 },
    events: [...EVERYDAY, 'skew', 'crash'],
  },
  'when owners are put back to a backup': {
    weather: BAD,
    behaviour: CAPRICIOUS,
    storage: { fails: 0, dies: 0.002 },
    events: [...EVERYDAY, 'restore-owner', 'verify'],
  },
  'when the log is put back to a backup': {
    weather: BAD,
    behaviour: CAPRICIOUS,
    storage: { fails: 0, dies: 0.002 },
    events: [...EVERYDAY, 'restore-log', 'compact', 'verify'],
  },
};

describe.each(Object.entries(kinds))('devices and server agree in the end, %s', (_, troubles) => {
  it(`in ${RUNS} runs from seed ${FIRST} on`, { timeout: 600_000 }, async () => {
    const failed: string[] = [];
    for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
      await new World(seed, troubles).run(TURNS).catch((error: Error) => failed.push(`seed ${seed}: ${error.message}`));
    }
    expect(failed.slice(0, 3).join('\n\n'), `${failed.length} of ${RUNS} runs`).toBe('');
  });
});
