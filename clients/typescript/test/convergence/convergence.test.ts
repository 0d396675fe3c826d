import { beforeAll, describe, expect, it } from 'vitest';
import { kinds } from './kinds.js';
import { World } from './world.js';

/** How many runs of each kind, and the first seed; more of them with `XEO_CLIENT_RUNS=1000`. */
const RUNS = Number(process.env.XEO_CLIENT_RUNS ?? 12);
const FIRST = Number(process.env.XEO_CLIENT_SEED ?? 1);
const TURNS = 120;

const said = new Map<string, number>();

// what is loaded when it is called for is there: a run must not depend on how fast that goes
beforeAll(async () => {
  await import('../../src/sync/walk.js');
  await import('../../src/replica/digests.js');
});

describe.each(Object.entries(kinds))('devices and server agree in the end, %s', (_, troubles) => {
  it(`in ${RUNS} runs from seed ${FIRST} on`, { timeout: 600_000 }, async () => {
    const failed: string[] = [];
    for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
      const world = new World(seed, troubles);
      await world.run(TURNS).catch((error: Error) => failed.push(`seed ${seed}: ${error.message}`));
      world.server.said.forEach((times, what) => said.set(what, (said.get(what) ?? 0) + times));
    }
    expect(failed.slice(0, 3).join('\n\n'), `${failed.length} of ${RUNS} runs`).toBe('');
  });
});

/** What the runs must have met to prove anything. */
const MET = [
  ...['snapshot', 'what changed', 'reset history-lost', 'reset restored', 'lagging', 'draining', 'token-expired'],
  ...[
    'put',
    'delete',
    'restore',
    'enter',
    'leave',
    'digest',
    'fetched',
    'unavailable',
    'too-large',
    'malformed-message',
  ],
  ...[
    'applied',
    'superseded',
    'duplicate',
    'retry',
    'rejected gone',
    'rejected validation-failed',
    'rejected atomic-aborted',
  ],
];

it.runIf(RUNS >= 12)('the runs met everything that a server may say', () => {
  expect(MET.filter((what) => !said.has(what))).toEqual([]);
});
