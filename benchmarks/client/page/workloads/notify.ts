import type { Side } from '../side.js';
import { listId, LISTS } from '../todo.js';
import { type Parameters, pause, rename, type Samples, Watched } from './workload.js';

const WARM_UP = 20;
const PAUSE = 5;

/** A change of a row that a live query shows, until the listener has it; one after the other. */
export async function notify(side: Side, { times, limit, seed, ...opening }: Parameters): Promise<Samples> {
  const board = await side.open(opening);
  const question = limit === undefined ? {} : { listId: listId(seed % LISTS), limit };
  const watched = new Watched(board, question);
  await watched.first();
  const samples = { told: [] as number[], saved: [] as number[] };
  for (let at = -WARM_UP; at < times; at++) {
    const row = watched.rows[((at + WARM_UP) * 7) % watched.rows.length]!;
    const { told, saved } = await rename(board, watched, row, `title ${seed}.${at}`);
    if (at >= 0) {
      samples.told.push(told);
      samples.saved.push(saved);
    }
    await pause(PAUSE);
  }
  watched.stop();
  await board.close();
  return samples;
}
