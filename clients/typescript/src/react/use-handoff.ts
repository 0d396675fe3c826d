import { useEffect, useMemo, useRef } from 'react';
import type { SharedActivity } from '../company/activities.js';
import type { Accompanied } from '../company/company.js';
import { type Handoff, handoffOf } from '../company/handoff.js';
import type { ReleaseListener } from '../company/release.js';
import { useObservable } from './use-observable.js';

type HandoffCalls = Pick<Handoff, 'publish' | 'claim' | 'release' | 'sendTo' | 'end'>;

/** What this person is at, on all devices, and what can be done about it. */
export interface HandoffState extends HandoffCalls {
  /** What is going on, on this device and others; the one that was heard of last first. */
  readonly activities: readonly SharedActivity[];
}

/** What a component wants to be told about activities. */
export interface HandoffListeners {
  /** See {@link Handoff.onReleaseRequested}. */
  readonly onReleaseRequested?: ReleaseListener | undefined;
  /** See {@link Handoff.onReceived}. */
  readonly onReceived?: ((activity: SharedActivity, from?: string) => void) | undefined;
}

const NONE: readonly SharedActivity[] = [];

/** The activities of this person; renders again as they change. The calls are the same functions as long as the client is the same. */
export function useHandoff(
  client: Accompanied,
  { onReleaseRequested, onReceived }: HandoffListeners = {},
): HandoffState {
  const handoff = handoffOf(client);
  const { value } = useObservable(handoff.activities);

  const latest = useRef<HandoffListeners>({});
  useEffect(() => {
    latest.current = { onReleaseRequested, onReceived };
  });
  const isAsked = onReleaseRequested !== undefined;
  useEffect(
    () => (isAsked ? handoff.onReleaseRequested((request) => latest.current.onReleaseRequested?.(request)) : undefined),
    [handoff, isAsked],
  );
  useEffect(() => handoff.onReceived((activity, from) => latest.current.onReceived?.(activity, from)), [handoff]);

  const calls = useMemo<HandoffCalls>(
    () => ({
      publish: (news) => handoff.publish(news),
      claim: (activityId) => handoff.claim(activityId),
      release: (activityId, state) => handoff.release(activityId, state),
      sendTo: (activityId, deviceId, state) => handoff.sendTo(activityId, deviceId, state),
      end: (activityId) => handoff.end(activityId),
    }),
    [handoff],
  );
  return { ...calls, activities: value ?? NONE };
}
