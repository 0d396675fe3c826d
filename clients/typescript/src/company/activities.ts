import type { Heard } from '../sync/ports.js';
import type { Activity } from '../wire/messages.js';

/** Something that this person is at, on one of their devices. */
export interface SharedActivity extends Omit<Activity, 'ageMs'> {
  /** Whether it is on this device. */
  readonly isHere: boolean;
  /** When its state was told, Unix ms by the clock of this device. */
  readonly toldAt: number;
}

/** The activities of a store after something was heard, the one that was heard of last first. */
export function activitiesAfter(
  activities: readonly SharedActivity[],
  heard: Heard,
  self: string,
  now: number,
): readonly SharedActivity[] {
  switch (heard.type) {
    case 'welcome':
    case 'present':
      return (heard.activities ?? []).map((activity) => shared(activity, self, now));
    case 'gone':
      return [];
    case 'handoff.offered':
    case 'handoff.granted':
      return withActivity(activities, shared(heard.activity, self, now));
    case 'handoff.claimed':
      if (heard.activity) {
        return withActivity(activities, shared(heard.activity, self, now));
      }
      return activities.map((activity) =>
        activity.id === heard.activityId && activity.version <= heard.version
          ? { ...activity, version: heard.version, deviceId: heard.deviceId, isHere: heard.deviceId === self }
          : activity,
      );
    case 'handoff.expired':
      return activities.some(({ id }) => id === heard.activityId)
        ? activities.filter(({ id }) => id !== heard.activityId)
        : activities;
    default:
      return activities;
  }
}

/** Puts an activity in the place of what was known of it, unless that is of a later version. */
function withActivity(activities: readonly SharedActivity[], activity: SharedActivity): readonly SharedActivity[] {
  const known = activities.find(({ id }) => id === activity.id);
  return known !== undefined && known.version > activity.version
    ? activities
    : [activity, ...activities.filter((other) => other !== known)];
}

function shared({ ageMs, ...activity }: Activity, self: string, now: number): SharedActivity {
  return { ...activity, isHere: activity.deviceId === self, toldAt: now - ageMs };
}
