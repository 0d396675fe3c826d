import type { Conversation, Timers } from '../sync/ports.js';

/** What presence and handoff need. */
export interface CompanySetting {
  /** One in which this device hears what it does itself, in whatever tab that is: see `echoOf`. */
  readonly conversation: Conversation;
  /** The id of this device, as the server knows it. */
  readonly deviceId: string;
  /** Time. */
  readonly timers: Timers;
}

/** The least time between two states that are told of the same thing. */
export const PACE_MS = 500;
