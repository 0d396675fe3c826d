import type { Side } from './side.js';
import { cold } from './work/cold.js';
import { notify } from './work/notify.js';
import { offline } from './work/offline.js';
import { query } from './work/query.js';
import type { Parameters, Samples } from './work/work.js';

const WORK = { notify, query, cold, offline };

/** What the harness calls in the page. */
export interface Bench {
  fill(count: number): Promise<void>;
  run(work: keyof typeof WORK, parameters: Parameters): Promise<Samples>;
}

declare global {
  var bench: Bench;
}

/** Offers a product to the harness. */
export function begin(side: Side): void {
  globalThis.bench = {
    fill: (count) => side.fill(count),
    run: (work, parameters) => WORK[work](side, parameters),
  };
}
