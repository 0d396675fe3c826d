/** The first and the longest time that is waited between two tries, in ms. */
const FIRST = 500;
const LONGEST = 60_000;

/** Full jitter: anything up to twice as long as before, and a minute at most. `chance` lies in [0, 1), `tries` counts from 0. */
export function backoff(tries: number, chance: number): number {
  return Math.floor(chance * Math.min(LONGEST, FIRST * 2 ** Math.min(tries, 16)));
}

/** How long to keep away from a server that calls what we do abuse. */
export function longBackoff(chance: number): number {
  return LONGEST + Math.floor(chance * LONGEST);
}
