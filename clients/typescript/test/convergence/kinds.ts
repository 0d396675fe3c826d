import { FAIR } from '../server/network.js';
import type { Happening, Troubles } from './world.js';

const BAD = { latency: 30, cut: 0.01, unnoticed: 0.3, refused: 0.1 };
const CAPRICIOUS = {
  retry: 0.1,
  cutAnswer: 0.1,
  lag: 0.1,
  redeliver: 0.2,
  fail: 0.05,
  leafTooLarge: 0.1,
  ownerDelay: 60,
  eventDelay: 400,
};
const EVERYDAY: readonly Happening[] = ['offline', 'cut', 'shut-down', 'drain', 'token', 'pause'];

/** Kinds of runs, by what may go wrong in them. */
export const kinds: Readonly<Record<string, Troubles>> = {
  'when all is well': { weather: FAIR, behaviour: {}, storage: { fails: 0, dies: 0 }, events: [] },
  'over a bad network': { weather: BAD, behaviour: CAPRICIOUS, storage: { fails: 0, dies: 0 }, events: EVERYDAY },
  'when users look at something else': {
    weather: BAD,
    behaviour: CAPRICIOUS,
    storage: { fails: 0, dies: 0.002 },
    events: [...EVERYDAY, 'look', 'look', 'look'],
  },
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
