import type { Board, Side } from '../side.js';
import { listId, LISTS, todo } from '../todo.js';
import { type Parameters, type Samples, Watched } from './workload.js';

declare global {
  /** What a page of an app would hold, for the measure of its memory. */
  var held: unknown;
}

/** A page that has just begun, with everything in storage: how long until the first results that somebody looks at, from the call that opens. */
export async function cold(side: Side, { records, limit = 50, seed, ...opening }: Parameters): Promise<Samples> {
  const began = performance.now();
  const board = await side.open(opening);
  const opened = performance.now();
  const watched = new Watched(board, { listId: listId(seed % LISTS), limit });
  const [first, labels, single] = await Promise.all([
    watched.first(),
    labelsOf(board),
    board.get(todo(Math.floor(records / 2)).id).then((found) => {
      if (found === undefined) throw new Error('a record is not there');
      return performance.now();
    }),
  ]);
  globalThis.held = [board, watched];
  return { opened: [opened - began], first: [first - began], labels: [labels - began], single: [single - began] };
}

function labelsOf(board: Board): Promise<number> {
  return new Promise((told) => board.watchLabels(() => told(performance.now())));
}
