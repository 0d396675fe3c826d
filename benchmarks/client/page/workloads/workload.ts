import type { Board, Opening, Question } from '../side.js';
import type { Todo } from '../todo.js';

export interface Parameters extends Opening {
  /** How many records there are at first. */
  readonly records: number;
  /** How many times the thing is done in one page. */
  readonly times: number;
  /** Most rows of a live query; all of all lists unless given. */
  readonly limit?: number;
  /** Of the random choices. */
  readonly seed: number;
}

/** Readings by the names of figures. */
export type Samples = Record<string, number[]>;

/** A live query that one can wait for. */
export class Watched {
  #rows: readonly Todo[] | undefined;
  #waiting: { readonly until: (rows: readonly Todo[]) => boolean; readonly reached: (at: number) => void } | undefined;
  readonly stop: () => void;

  constructor(board: Board, question: Question) {
    this.stop = board.watch(question, (rows) => this.#hear(rows));
  }

  get rows(): readonly Todo[] {
    return this.#rows ?? [];
  }

  /** Resolves with the time at which a result was told that is so. */
  until(isSo: (rows: readonly Todo[]) => boolean): Promise<number> {
    return new Promise((reached) => {
      this.#waiting = { until: isSo, reached };
      if (this.#rows !== undefined) this.#hear(this.#rows);
    });
  }

  /** The time of the first result that has rows. */
  first(): Promise<number> {
    return this.until((rows) => rows.length > 0);
  }

  #hear(rows: readonly Todo[]): void {
    this.#rows = rows;
    const waiting = this.#waiting;
    if (waiting?.until(rows)) {
      this.#waiting = undefined;
      waiting.reached(performance.now());
    }
  }
}

/** Gives a row of a result another title, and says how long it took until the result had it and until it was saved, ms. */
export async function rename(
  board: Board,
  watched: Watched,
  row: Todo,
  title: string,
): Promise<{ readonly told: number; readonly saved: number }> {
  const { id } = row;
  const began = performance.now();
  const told = watched.until((rows) => rows.some((each) => each.id === id && each.title === title));
  const saved = board.rename(row, title).then(() => performance.now());
  const [toldAt, savedAt] = await Promise.all([told, saved]);
  return { told: toldAt - began, saved: savedAt - began };
}

/** Lets the page be idle for a moment, as it is between what a person does. */
export function pause(millis: number): Promise<void> {
  return new Promise((over) => setTimeout(over, millis));
}
