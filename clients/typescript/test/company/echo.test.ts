import { describe, expect, it } from 'vitest';
import { activitiesAfter, type SharedActivity } from '../../src/company/activities.js';
import type { Conversation, Heard } from '../../src/sync/ports.js';
import type { Granted, Ok } from '../../src/wire/messages.js';
import { settled } from '../server/virtual-time.js';
import { Echoing } from './echoing.js';

const book = { id: 'book', kind: 'reading', resource: 'files/1', state: { page: 1 } };

describe('an echo', () => {
  it('does not say that an activity goes on which is over before the answer comes', async () => {
    const { echo, say, answer, heard } = fixture();
    say(offered(1));
    void echo.request({ type: 'handoff.publish', activity: { ...book, version: 1 } });
    say({ type: 'handoff.expired', storeId: 's', activityId: 'book', version: 1 });
    answer({ type: 'ok', version: 1 });
    await settled();
    expect(heard.map(({ type }) => type)).toEqual(['handoff.offered', 'handoff.expired']);
  });

  it('does not take back what is known of a later version', async () => {
    const { echo, say, answer, heard } = fixture();
    say(offered(1));
    void echo.request({ type: 'handoff.release', activityId: 'book', version: 1 });
    say({ type: 'handoff.claimed', storeId: 's', activityId: 'book', version: 2, deviceId: 'laptop' });
    answer({ type: 'ok', version: 1 });
    await settled();
    expect(heard.length).toBe(2);
    void echo.request({ type: 'handoff.publish', activity: { ...book, version: 1 } });
    answer({ type: 'ok', version: 1 });
    await settled();
    const known = heard.reduce<readonly SharedActivity[]>(
      (before, each) => activitiesAfter(before, each, 'phone', 0),
      [],
    );
    expect(known).toMatchObject([{ version: 2, deviceId: 'laptop', isHere: false }]);
  });
});

function offered(version: number): Heard {
  const activity = { ...book, version, deviceId: 'phone', ageMs: 0 };
  return { type: 'handoff.offered', storeId: 's', activityId: 'book', version, activity };
}

function fixture() {
  let say = (_heard: Heard): void => undefined;
  let answer = (_answer: Ok | Granted): void => undefined;
  const conversation: Conversation = {
    welcome: undefined,
    send: () => true,
    request: () => new Promise((resolve) => (answer = resolve)),
    on: (listener) => {
      say = listener;
      return () => undefined;
    },
  };
  const echo = new Echoing(conversation, 'phone');
  const heard: Heard[] = [];
  echo.on((each) => heard.push(each));
  return { echo, heard, say: (each: Heard) => say(each), answer: (each: Ok | Granted) => answer(each) };
}
