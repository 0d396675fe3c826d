import { useCallback, useEffect } from 'react';
import type { Accompanied } from '../company/company.js';
import { presenceOf } from '../company/presence.js';
import type { Fields } from '../value/json.js';
import type { OnlineDevice } from '../wire/messages.js';
import { useObservable } from './use-observable.js';

/** Who is there. */
export interface PresenceState {
  /** The other devices that are online; none while this one is not. */
  readonly devices: readonly OnlineDevice[];
  /** See `Presence.tell`. */
  readonly tell: (state?: Fields) => void;
}

const NOBODY: readonly OnlineDevice[] = [];

/**
 * The other devices of this person; renders again as they come, go, and tell what they are at.
 *
 * @param state what this device is at as long as the component is there; one component at a time should say so
 */
export function usePresence(client: Accompanied, state?: Fields): PresenceState {
  const presence = presenceOf(client);
  const { value } = useObservable(presence.devices);
  const tell = useCallback((next?: Fields) => presence.tell(next), [presence]);
  const text = state && JSON.stringify(state);
  useEffect(() => {
    if (text !== undefined) {
      presence.tell(JSON.parse(text) as Fields);
    }
  }, [presence, text]);
  const isTold = text !== undefined;
  useEffect(() => (isTold ? () => presence.tell() : undefined), [presence, isTold]);
  return { devices: value ?? NOBODY, tell };
}
