import { millisOf } from '../clock/hlc.js';
import type { RecordState } from './state.js';

/** Whether a record is deleted. */
export function isDeleted(state: RecordState): boolean {
  return state.deleted?.value === true;
}

/** Whether a record is a tombstone that digests leave out: deleted before that time, Unix ms. */
export function isPurged(state: RecordState, purgedBefore: number): boolean {
  return state.deleted?.value === true && millisOf(state.deleted.clock) < purgedBefore;
}
