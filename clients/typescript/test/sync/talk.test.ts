import { describe, expect, it } from 'vitest';
import type { Activity } from '../../src/wire/messages.js';
import { settled } from '../server/virtual-time.js';
import { problem, Site } from './site.js';

const ACTIVITY: Activity = { id: 'a', kind: 'read', resource: 'book', state: {}, version: 2, ageMs: 5 };
const CLAIM = { type: 'handoff.claim', activityId: 'a', version: 1 } as const;

describe('a conversation', () => {
  it('hears who is there and who is at what, from the welcome to the end', async () => {
    const site = new Site();
    const heard: string[] = [];
    site.engine.conversation.on(({ type }) => heard.push(type));
    expect(site.engine.conversation.welcome).toBeUndefined();
    await site.live();
    expect(site.engine.conversation.welcome?.session).toBe('session-1');
    site.line.say({ type: 'presence', storeId: 'store-1', deviceId: 'tablet', online: true });
    site.line.say({ type: 'handoff.offered', storeId: 'store-1', activityId: 'a', version: 2, activity: ACTIVITY });
    site.line.hangUp(1006);
    expect(heard).toEqual(['welcome', 'presence', 'handoff.offered', 'gone']);
    expect(site.engine.conversation.welcome).toBeUndefined();
  });

  it('sends what it is asked to while there is a connection', async () => {
    const site = new Site();
    expect(site.engine.conversation.send({ type: 'presence', state: { at: 'home' } })).toBe(false);
    await site.live();
    expect(site.engine.conversation.send({ type: 'presence', state: { at: 'home' } })).toBe(true);
    expect(site.line.last('presence').state).toEqual({ at: 'home' });
  });

  it('hears that what it told last was refused, and of nothing else that was', async () => {
    const site = await new Site().live();
    const heard: unknown[] = [];
    site.engine.conversation.on((each) => heard.push(each));
    site.engine.conversation.send({ type: 'presence', state: { at: 'one' } });
    const { ref: first } = site.line.last('presence');
    site.engine.conversation.send({ type: 'presence', state: { at: 'two' } });
    const { ref: second } = site.line.last('presence');
    site.line.say({ type: 'error', ref: first!, problem: problem('rate-limited', 429) });
    site.line.say({ type: 'error', problem: problem('rate-limited', 429) });
    expect(heard).toEqual([]);
    site.line.say({ type: 'error', ref: second!, problem: problem('rate-limited', 429) });
    expect(heard).toMatchObject([{ type: 'presence-refused', problem: { code: 'rate-limited' } }]);
    expect(site.state).toBe('live');
  });

  it('resolves a request with its answer', async () => {
    const site = await new Site().live();
    const granted = site.engine.conversation.request(CLAIM);
    const { ref } = site.line.last('handoff.claim');
    site.line.say({
      type: 'handoff.granted',
      ref,
      storeId: 'store-1',
      activityId: 'a',
      version: 2,
      activity: ACTIVITY,
    });
    expect(await granted).toMatchObject({ type: 'handoff.granted', version: 2 });
  });

  it('fails a request that is refused, that cannot be sent, or whose answer is lost', async () => {
    const site = new Site();
    const code = async (request: Promise<unknown>) => request.catch((error) => error.problem.code);
    expect(await code(site.engine.conversation.request(CLAIM))).toBe('not-connected');
    await site.live();
    const moved = code(site.engine.conversation.request(CLAIM));
    site.line.say({ type: 'error', ref: site.line.last('handoff.claim').ref, problem: problem('activity-moved', 409) });
    expect(await moved).toBe('activity-moved');
    const lost = code(site.engine.conversation.request(CLAIM));
    site.line.hangUp(1006);
    expect(await lost).toBe('connection-lost');
    await settled();
  });
});
