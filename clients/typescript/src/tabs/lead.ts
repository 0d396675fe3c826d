import type { Recorder } from '../replica/recorder.js';
import type { Conversation } from '../sync/ports.js';
import type { EngineStatus } from '../sync/status.js';

/** What a tab does for all while it leads: it writes, and it syncs. */
export interface Lead extends Recorder {
  readonly status: EngineStatus;
  /** Told after each change. Returns how to stop listening. */
  onStatus(listener: (status: EngineStatus) => void): () => void;
  readonly conversation: Conversation;
  /** Syncs again after it was closed; nothing while it is not. */
  resume(): void;
  /** Ends it; what was to be saved is, and nothing is written once this resolves. */
  close(): Promise<void>;
}
