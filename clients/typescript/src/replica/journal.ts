import type { Fields } from '../value/json.js';

/** What happened. */
export type Happening =
  /** A change of this app was saved. */
  | 'made'
  /** The server took ops as they were. */
  | 'synced'
  /** The server took an op, of which some fields had been overtaken. */
  | 'merged'
  /** Nothing of an op stands: others were later, or the record is deleted. */
  | 'lost'
  /** The server did not take an op. */
  | 'refused'
  /** Somebody dealt with a refused op: it was dropped, or replaced by another one. */
  | 'settled'
  /** Changes of others came. */
  | 'received'
  /** A subscription reads everything again. */
  | 'reset'
  /** The server was put back to an earlier time; what it had taken lately is sent again. */
  | 'sent-again'
  /** The time of this device was corrected. */
  | 'shifted'
  /** A walk through the digests found records that differed. */
  | 'mended';

/** A line of the readable log of a replica. */
export interface JournalEntry {
  /** Unix ms by this device. */
  readonly at: number;
  /** What happened. */
  readonly what: Happening;
  /** The collection of the record or the subscription that it was about, where it was about one. */
  readonly collection?: string;
  /** The record, where it was about one. */
  readonly id?: string;
  /** How many records or ops it was about, where it is not about one. */
  readonly count?: number;
  /** Of `merged` and `lost`: the values that stand instead. */
  readonly fields?: Fields;
  /** Why, or how far; for people. */
  readonly detail?: string;
}

/** How many lines are kept. */
export const JOURNAL_SIZE = 500;
