import { describe, expect, it } from 'vitest';
import type { Heard } from '../../src/sync/ports.js';
import { Recent } from '../../src/tabs/recent.js';
import { DEFAULT_LIMITS, type Activity, type Presence, type Welcome } from '../../src/wire/messages.js';

const WELCOME: Welcome = { type: 'welcome', session: 's', serverTime: 0, limits: DEFAULT_LIMITS, stores: [] };
const about = (activityId: string, version: number) => ({ storeId: 's', activityId, version });
const activity = (id: string, version: number): Activity => ({
  id,
  kind: 'k',
  resource: 'r',
  state: {},
  version,
  ageMs: 0,
});
const offered = (id: string, version: number): Heard => ({
  type: 'handoff.offered',
  ...about(id, version),
  activity: activity(id, version),
});
const claimed = (id: string, version: number): Heard => ({
  type: 'handoff.claimed',
  ...about(id, version),
  deviceId: 'd',
});
const presence = (deviceId: string, online: boolean): Presence => ({
  type: 'presence',
  storeId: 's',
  deviceId,
  online,
});

function after(...heard: Heard[]): readonly Heard[] {
  const recent = new Recent();
  heard.forEach((each) => recent.hear(each));
  return recent.all;
}

describe('what was heard of late', () => {
  it('is the last of each device, in the order in which it was heard', () => {
    expect(after(WELCOME, presence('a', true), presence('b', true), presence('a', false))).toEqual([
      WELCOME,
      presence('b', true),
      presence('a', false),
    ]);
  });

  it('is the last state of an activity, and where it went after that', () => {
    expect(after(WELCOME, offered('x', 1), offered('x', 2), claimed('x', 3))).toEqual([
      WELCOME,
      offered('x', 2),
      claimed('x', 3),
    ]);
    expect(after(WELCOME, offered('x', 2), claimed('x', 3), offered('x', 3))).toEqual([WELCOME, offered('x', 3)]);
  });

  it('is only that it is over of an activity that is over', () => {
    const expired: Heard = { type: 'handoff.expired', ...about('x', 3) };
    expect(after(WELCOME, offered('x', 2), claimed('x', 3), expired)).toEqual([WELCOME, expired]);
  });

  it('begins anew with all there is, and with each connection', () => {
    const present: Heard = { type: 'present', storeId: 's', activities: [], devices: [] };
    expect(after(WELCOME, presence('a', true), offered('x', 1), present)).toEqual([WELCOME, present]);
    expect(after(WELCOME, presence('a', true), WELCOME)).toEqual([WELCOME]);
    expect(after(WELCOME, presence('a', true), { type: 'gone' })).toEqual([]);
  });

  it('is no request, which is for those who hear it at the time', () => {
    const requested: Heard = { type: 'handoff.release-requested', ...about('x', 1), deviceId: 'd', withinMs: 2_000 };
    expect(after(WELCOME, requested)).toEqual([WELCOME]);
  });
});
