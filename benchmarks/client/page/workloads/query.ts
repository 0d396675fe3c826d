import type { Side } from '../side.js';
import { listId as nameOf, LISTS } from '../todo.js';
import { type Parameters, pause, rename, type Samples, Watched } from './workload.js';

const PAUSE = 20;

/** Live queries that were never asked before, in a page that has been running: the first result, and the next one after a change. */
export async function query(side: Side, { times, limit = 50, seed, ...opening }: Parameters): Promise<Samples> {
  const board = await side.open(opening);
  const lists = Array.from({ length: times + 1 }, (_, at) => nameOf((seed * 31 + at) % LISTS));
  const before = new Watched(board, { listId: lists.pop()!, limit });
  await before.first();
  before.stop();
  const samples = { first: [] as number[], update: [] as number[] };
  for (const listId of lists) {
    await pause(PAUSE);
    const began = performance.now();
    const watched = new Watched(board, { listId, limit });
    samples.first.push((await watched.first()) - began);
    await pause(PAUSE);
    const { told } = await rename(board, watched, watched.rows[3]!, `title ${seed}`);
    samples.update.push(told);
    watched.stop();
  }
  await board.close();
  return samples;
}
