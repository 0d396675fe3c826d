import type { Op } from '../record/op.js';

/** A change of the app: it is saved as a whole or not at all. */
export interface Change {
  /** Stamped, in their order. */
  readonly ops: readonly Op[];
  /** When it was made, Unix ms by this device. */
  readonly at: number;
  /** The offset of the clock that stamped it; when it was corrected meanwhile, the ops are shifted as they are saved. */
  readonly offset?: number;
  /** Set when the server shall take all of its ops or none. */
  readonly group?: string;
  /** Ids of refused ops that it settles: they leave the list of the refused with it. */
  readonly settles?: readonly string[];
}

/** Where changes of the app are saved. */
export interface Recorder {
  /**
   * Saves a change; it lasts once this resolves. To ask again is safe: an `opId` counts once.
   *
   * @throws StorageError when nothing of it is saved
   */
  record(change: Change): Promise<void>;
}
