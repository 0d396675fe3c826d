import { safely } from '../query/values.js';
import type { Fields } from '../value/json.js';
import type { SharedActivity } from './activities.js';

/** Another device wants an activity that is on this one. */
export interface ReleaseRequest {
  /** As it stands, as far as this device knows. */
  readonly activity: SharedActivity;
  /** The device that wants it. */
  readonly deviceId: string;
  /** It is taken after so many ms, whatever this device does. */
  readonly withinMs: number;
}

/** The last state of an activity that this device lets go of; nothing when it was published before. */
export type LastState = Fields | undefined;
/** Says what the last state is of an activity that is asked for, now or within the time that there is. */
export type ReleaseListener = (request: ReleaseRequest) => LastState | void | Promise<LastState | void>;

/** What listeners say that the last state is; of several, the last one that says something. */
export async function lastState(listeners: Iterable<ReleaseListener>, request: ReleaseRequest): Promise<LastState> {
  const answers = await Promise.allSettled([...listeners].map(async (listener) => listener(request)));
  let state: LastState;
  for (const answer of answers) {
    if (answer.status === 'fulfilled') {
      state = answer.value ?? state;
    } else {
      safely(() => {
        throw answer.reason;
      });
    }
  }
  return state;
}
