import type { Recorder } from '../replica/recorder.js';
import type { Write } from '../storage/storage.js';
import type { Conversation } from '../sync/ports.js';
import type { EngineStatus } from '../sync/status.js';
import type { Leader } from './leader.js';

/** What a tab does for all while it leads: it writes, and it syncs. */
export interface Lead extends Recorder {
  readonly status: EngineStatus;
  /** Told after each change. Returns how to stop listening. */
  onStatus(listener: (status: EngineStatus) => void): () => void;
  readonly conversation: Conversation;
  /** The id of this device, as the server knows it. */
  readonly deviceId: string;
  /** Syncs again after it was closed; nothing while it is not. */
  resume(): void;
  /** Ends it; what was to be saved is, and nothing is written once this resolves. */
  close(): Promise<void>;
}

/** The code that only a tab needs that leads. */
export interface LeadCode {
  /**
   * Begins to write and to sync, for as long as no other tab does; `committed` is to be told of every commit. Fails when storage does, and is
   * tried again later then.
   */
  begin(committed: (writes: readonly Write[]) => void): Promise<Lead>;
  readonly Leader: typeof Leader;
}
