import type { Storage, Write } from '../storage/storage.js';
import type { Change } from './recorder.js';
import type { CollectionRows } from './rows.js';

/**
 * What is shown of a replica: confirmed records with the ops on top that are unsent, or whose event was not seen. It reads storage and is
 * told of commits, so that a tab that does not write can have one, too.
 */
export class View {
  constructor(readonly storage: Pick<Storage, 'get' | 'scan'>) {}

  /** The number of the last commit that it knows (`meta/commits`). */
  get commits(): number {
    throw new Error('not yet');
  }

  /** Reads the op log; once, before anything else. */
  open(): Promise<void> {
    throw new Error('not yet');
  }

  /** The rows of a collection; always the same object for the same name. */
  collection(_name: string): CollectionRows {
    throw new Error('not yet');
  }

  /** Shows a change at once that is not saved yet. */
  show(_change: Change): void {
    throw new Error('not yet');
  }

  /** Takes a change off again that could not be saved. */
  withdraw(_change: Change): void {
    throw new Error('not yet');
  }

  /**
   * Takes what was committed, in the order of the commits. When some were missed, which `meta/commits` among the writes tells, everything is
   * read again by itself.
   */
  applied(_writes: readonly Write[]): void {
    throw new Error('not yet');
  }

  /** Reads everything again that is in memory. */
  reread(): Promise<void> {
    throw new Error('not yet');
  }
}
