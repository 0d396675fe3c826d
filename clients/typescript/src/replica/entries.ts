import type { Op } from '../record/op.js';
import type { RecordState, Stamp } from '../record/state.js';
import type { Range } from '../storage/storage.js';
import type { Problem } from '../wire/problem.js';

/** What became of an op: `acked` until its event was seen, `done` after that. */
export type OpState = 'unsent' | 'acked' | 'done';

/** An entry of the table `ops`. */
export interface OpEntry {
  readonly op: Op;
  /** When it was made, Unix ms by this device. */
  readonly at: number;
  readonly state: OpState;
  /** The ops of one atomic push share it. */
  readonly group?: string;
  /** It was acked before, in an epoch that is gone, and is pushed once more. */
  readonly again?: true;
  /** When it was acked, Unix ms by this device. */
  readonly ackedAt?: number;
  /** The place of its event in the store's log. */
  readonly seq?: number;
}

/** An op that the server did not take, and why: an entry of the table `refused`. It is not shown any longer; the app can retry, edit or drop it. */
export interface RefusedEntry {
  /** What it was to do. */
  readonly op: Op;
  /** When it was made, Unix ms by this device. */
  readonly at: number;
  /** Why not. */
  readonly problem: Problem;
  /** The ops of one atomic push share it; they were refused together. */
  readonly group?: string;
}

/** An entry of the table `records`: what the server has, as far as this device was told. */
export interface RecordEntry {
  readonly s: RecordState;
  /** The generation of the full snapshot that named it last. */
  readonly g?: number;
  /** It is of a time that the server has lost, and stays for ops of ours only: the next time that it is told whole counts for more. */
  readonly lost?: true;
}

/** An entry of the table `places`: how far a subscription has come. */
export interface PlaceEntry {
  /** Its generation: raised by every reset; no two places share one. */
  readonly g: number;
  readonly collections: readonly string[];
  /** Whether it has a `where`: it holds records one by one then. */
  readonly filtered?: true;
  readonly cursor?: string;
  readonly next?: string;
  /** The `seq` up to which everything was told. */
  readonly asOf?: number;
  /** The day on which it was wanted last, in days since 1970 by this device. */
  readonly day?: number;
  /**
   * Its snapshot counts for more than what no subscription of a later generation has named: the server was put back to an earlier time, and this was the
   * last generation before.
   */
  readonly replace?: number;
}

/** An entry of the table `members`: the generation of the subscription; and the clock of the latest restoration that it has told, where it has. */
export type MemberEntry = number | { readonly g: number; readonly restored: Stamp };

/** The key of a record in the table `records`. */
export function recordKey(collection: string, id: string): string {
  return `${collection}/${id}`;
}

/** The key of a record that a subscription with `where` holds, in the table `members`. */
export function memberKey(sub: string, record: string): string {
  return `${sub}/${record}`;
}

/** All keys that begin with a name and a slash. */
export function within(name: string): Required<Pick<Range, 'from' | 'to'>> {
  return { from: `${name}/`, to: `${name}0` };
}

/** A counter as a key; the order of keys is the order of numbers. */
export function counterKey(counter: number): string {
  return String(counter).padStart(16, '0');
}
