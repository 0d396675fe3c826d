import type { Side } from '../side.js';
import { todos } from '../todo.js';
import type { Parameters, Samples } from './workload.js';

/** So many single changes with no network, none of which waits for the one before; then there is one. */
export async function offline(side: Side, { records, times, ...opening }: Parameters): Promise<Samples> {
  const board = await side.open(opening);
  const made = todos(records, records + times);
  const began = performance.now();
  await Promise.all(made.map((each) => board.add(each)));
  const saved = performance.now();
  const samples: Samples = { saved: [saved - began] };
  if (board.flush) {
    await board.flush(times);
    samples.acknowledged = [performance.now() - saved];
  }
  await board.close();
  return samples;
}
