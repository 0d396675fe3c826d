import type { Side } from '../side.js';
import { todos } from '../todo.js';
import type { Parameters, Samples } from './work.js';

/** So many single changes with no network, none of which waits for the one before; then they go to a server. */
export async function offline(side: Side, { durability, records, times, suite }: Parameters): Promise<Samples> {
  const board = await side.open(durability);
  const made = todos(records, records + times);
  const began = performance.now();
  await Promise.all(made.map((each) => board.add(each)));
  const samples: Samples = { saved: [performance.now() - began] };
  for (const [server, flush] of Object.entries(board.flush ?? {})) {
    if (server !== 'suite' || suite) samples[server] = [await flush(times)];
  }
  await board.close();
  return samples;
}
