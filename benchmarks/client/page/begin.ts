import type { Side } from './side.js';
import { cold } from './workloads/cold.js';
import { notify } from './workloads/notify.js';
import { offline } from './workloads/offline.js';
import { query } from './workloads/query.js';
import type { Parameters, Samples } from './workloads/workload.js';

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
