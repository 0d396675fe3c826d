import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SharedActivity } from '../../src/company/activities.js';
import { Handoff } from '../../src/company/handoff.js';
import { RequestRefused } from '../../src/sync/ports.js';
import type { Activity } from '../../src/wire/messages.js';
import { Echoing } from './echoing.js';
import { Store } from './store.js';
import { VirtualTime } from '../server/virtual-time.js';

const book = { id: 'book', kind: 'reading', resource: 'files/1', title: 'Moby Dick' };

describe('an activity', () => {
  it('begins on this device, gets further, and is seen by the others', async () => {
    const { time, phone, laptop } = fixture();
    const begun = phone.handoff.publish({ ...book, state: { page: 1 } });
    await time.pass(10);
    await begun;
    expect(phone.activity()).toMatchObject({ version: 1, isHere: true, state: { page: 1 }, deviceId: 'phone' });
    expect(laptop.activity()).toMatchObject({ version: 1, isHere: false, state: { page: 1 }, title: 'Moby Dick' });
    const further = phone.handoff.publish({ ...book, state: { page: 2 } });
    await time.pass(600);
    await further;
    expect(laptop.activity()).toMatchObject({ version: 1, state: { page: 2 } });
    expect(phone.activity().toldAt).toBe(laptop.activity().toldAt);
  });

  it('is told of at most twice a second, the latest state in the end, and everybody who told one knows', async () => {
    const { time, phone, store } = fixture();
    const told: Promise<void>[] = [];
    for (let page = 0; page <= 100; page++) {
      told.push(phone.handoff.publish({ ...book, state: { page } }));
      await time.pass(20);
    }
    await time.pass(1_000);
    await Promise.all(told);
    expect(store.seen('book').state).toEqual({ page: 100 });
    expect(phone.conversation.said.length).toBeLessThanOrEqual(6);
  });

  it('moves to the device that claims it, with the last state of the other one', async () => {
    const { time, phone, laptop } = await begun();
    phone.handoff.onReleaseRequested(({ activity, deviceId, withinMs }) => {
      expect([activity.id, deviceId, withinMs]).toEqual(['book', 'laptop', 2_000]);
      return { page: 7 };
    });
    const claim = laptop.handoff.claim('book');
    await time.pass(50);
    expect(await claim).toMatchObject({ version: 2, isHere: true, state: { page: 7 } });
    expect(phone.activity()).toMatchObject({ version: 2, isHere: false, deviceId: 'laptop' });
    const further = laptop.handoff.publish({ ...book, state: { page: 8 } });
    await time.pass(10);
    await further;
    expect(phone.activity()).toMatchObject({ version: 2, state: { page: 8 } });
  });

  it('is let go of with what waits to be told when nobody is asked for the last state', async () => {
    const { time, phone, laptop } = await begun();
    void phone.handoff.publish({ ...book, state: { page: 2 } });
    await time.pass(20);
    void phone.handoff.publish({ ...book, state: { page: 3 } });
    const claim = laptop.handoff.claim('book');
    await time.pass(100);
    expect(await claim).toMatchObject({ state: { page: 3 } });
  });

  it('is let go of without a last state when whoever is asked for it fails, and is not left to others', async () => {
    const { time, phone, laptop } = await begun();
    phone.handoff.onReleaseRequested(() => new Promise(() => undefined));
    const claim = laptop.handoff.claim('book');
    await time.pass(1_999);
    expect(laptop.activity().isHere).toBe(false);
    await time.pass(50);
    expect(await claim).toMatchObject({ version: 2, isHere: true, state: { page: 1 } });
  });

  it('keeps a state that comes too late in the history', async () => {
    const { time, phone, laptop, store } = await begun();
    phone.conversation.disconnect();
    const late = phone.handoff.publish({ ...book, state: { page: 9 } });
    const claim = laptop.handoff.claim('book');
    await time.pass(10);
    await claim;
    phone.conversation.connect();
    await time.pass(1_000);
    await expect(late).rejects.toMatchObject({ problem: { code: 'activity-moved' } });
    expect(store.history).toEqual([{ id: 'book', deviceId: 'phone', state: { page: 9 } }]);
    expect(laptop.activity()).toMatchObject({ version: 2, isHere: true, state: { page: 1 } });
  });

  it('is told of again when the connection was lost before the answer', async () => {
    const { time, phone, store } = fixture();
    const begun = phone.handoff.publish({ ...book, state: { page: 1 } });
    await time.pass(5);
    phone.conversation.disconnect();
    await time.pass(60_000);
    expect(phone.handoff.activities.current).toEqual([]);
    phone.conversation.connect();
    await time.pass(20);
    await begun;
    expect(store.seen('book')).toMatchObject({ version: 1, state: { page: 1 } });
  });

  it('can be let go of, and taken up by whoever comes', async () => {
    const { time, phone, laptop } = await begun();
    const released = phone.handoff.release('book', { page: 4 });
    await time.pass(10);
    await released;
    expect(phone.activity()).toMatchObject({ isHere: false, state: { page: 4 }, version: 1 });
    expect('deviceId' in phone.activity()).toBe(false);
    const claim = laptop.handoff.claim('book');
    await time.pass(10);
    expect(await claim).toMatchObject({ version: 2, isHere: true, state: { page: 4 } });
  });

  it('can be sent to another device, from here and from elsewhere, which hears of it', async () => {
    const { time, phone, laptop, tablet } = await begun();
    const received: string[] = [];
    laptop.handoff.onReceived(({ version }, from) => received.push(`laptop ${version} from ${from}`));
    phone.handoff.onReceived(({ version }, from) => received.push(`phone ${version} from ${from}`));
    const there = phone.handoff.sendTo('book', 'laptop', { page: 5 });
    await time.pass(20);
    await there;
    expect(laptop.activity()).toMatchObject({ isHere: true, version: 2, state: { page: 5 } });
    expect(phone.activity()).toMatchObject({ isHere: false, version: 2 });
    const back = tablet.handoff.sendTo('book', 'phone');
    await time.pass(2_100);
    await back;
    expect(phone.activity()).toMatchObject({ isHere: true, version: 3 });
    expect(received).toEqual(['laptop 2 from phone', 'phone 3 from laptop']);
    const further = phone.handoff.publish({ ...book, state: { page: 6 } });
    await time.pass(600);
    await further;
    expect(tablet.activity()).toMatchObject({ version: 3, state: { page: 6 } });
  });

  it('is over for all when somebody ends it, and can begin anew', async () => {
    const { time, phone, laptop, store } = await begun();
    void phone.handoff.publish({ ...book, state: { page: 2 } });
    await time.pass(10);
    const end = laptop.handoff.end('book');
    await time.pass(20);
    await end;
    expect([phone.handoff.activities.current, laptop.handoff.activities.current]).toEqual([[], []]);
    const anew = phone.handoff.publish({ ...book, state: { page: 1 } });
    await time.pass(600);
    await anew;
    expect(store.seen('book').version).toBe(1);
  });

  it('goes on under its version on another connection, and begins anew when it was forgotten', async () => {
    const { time, phone, store } = await begun();
    phone.conversation.disconnect();
    phone.conversation.connect();
    void phone.handoff.publish({ ...book, state: { page: 2 } });
    await time.pass(600);
    expect(store.seen('book')).toMatchObject({ version: 1, state: { page: 2 } });
    phone.conversation.disconnect();
    store.held.clear();
    phone.conversation.connect();
    const anew = phone.handoff.publish({ ...book, state: { page: 3 } });
    await time.pass(600);
    await anew;
    expect(store.seen('book')).toMatchObject({ version: 1, state: { page: 3 } });
  });

  it('is known to another tab of the same device, whatever one of them does', async () => {
    const { time, phone, laptop } = fixture();
    const tab = phone.tab();
    const received: string[] = [];
    tab.onReceived(({ id }) => received.push(id));
    void phone.handoff.publish({ ...book, state: { page: 1 } });
    await time.pass(600);
    expect(tab.activities.current).toEqual([phone.activity()]);
    expect(tab.activities.current).toMatchObject([{ isHere: true, version: 1, title: 'Moby Dick' }]);
    void phone.handoff.sendTo('book', 'laptop');
    await time.pass(600);
    void phone.handoff.claim('book');
    await time.pass(2_100);
    expect(tab.activities.current).toMatchObject([{ isHere: true, version: 3 }]);
    expect(received).toEqual([]);
    void tab.publish({ ...book, state: { page: 2 } });
    await time.pass(600);
    expect(laptop.activity()).toMatchObject({ version: 3, state: { page: 2 } });
    void phone.handoff.release('book', { page: 3 });
    await time.pass(600);
    expect(tab.activities.current).toMatchObject([{ isHere: false, version: 3, state: { page: 3 } }]);
  });

  it('that nobody knows, or without a connection, cannot be claimed', async () => {
    const { phone } = fixture();
    await expect(phone.handoff.claim('book')).rejects.toMatchObject({ problem: { code: 'not-found' } });
    phone.conversation.disconnect();
    await expect(phone.handoff.claim('book')).rejects.toBeInstanceOf(RequestRefused);
    await expect(phone.handoff.release('book')).rejects.toMatchObject({ problem: { code: 'not-connected' } });
  });

  it('is not waited for when all is closed', async () => {
    const { time, phone } = fixture();
    phone.conversation.disconnect();
    const told = phone.handoff.publish(book);
    phone.handoff.close();
    await expect(told).rejects.toMatchObject({ problem: { code: 'not-connected' } });
    expect(time.waiting).toBe(0);
  });

  it.each([
    ['', true],
    [', with a server that does not tell all', false],
  ])('is the same for all, and on one device at most, whoever does what at whatever time%s', async (_, tellsState) => {
    const device = fc.constantFrom('phone', 'laptop', 'tablet');
    const deed = fc.constantFrom('publish', 'claim', 'release', 'sendTo', 'end', 'cut', 'pass');
    const plan = fc.array(fc.tuple(device, deed, device, fc.nat(700)), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(plan, async (steps) => {
        const { time, store, ...devices } = fixture();
        store.tellsState = tellsState;
        for (const [who, what, to, millis] of steps) {
          const { handoff, conversation } = devices[who as 'phone'];
          const quiet = (done: Promise<unknown>): unknown => done.catch(() => undefined);
          switch (what) {
            case 'publish':
              void handoff.publish({ ...book, state: { by: who, millis } });
              break;
            case 'cut':
              conversation.disconnect();
              await time.pass(millis);
              conversation.connect();
              break;
            case 'pass':
              await time.pass(millis);
              break;
            case 'sendTo':
              quiet(handoff.sendTo('book', to, { by: who, to }));
              break;
            default:
              quiet(handoff[what as 'claim'](`book`));
          }
          await time.pass(millis % 30);
        }
        await time.pass(60_000);
        const held = [...store.held.keys()].map((id) => store.seen(id));
        for (const name of ['phone', 'laptop', 'tablet'] as const) {
          const known = devices[name].handoff.activities.current ?? [];
          // without the state in `claimed`, only who has it knows
          const facts = ({ id, version, deviceId, state }: Pick<Activity, 'id' | 'version' | 'deviceId' | 'state'>) =>
            tellsState || deviceId === name ? { id, version, deviceId, state } : { id, version, deviceId };
          expect(known.map(facts)).toEqual(held.map(facts));
          expect(known.map(({ isHere }) => isHere)).toEqual(held.map(({ deviceId }) => deviceId === name));
        }
      }),
      { seed: 8, numRuns: 150 },
    );
  });
});

function fixture() {
  const time = new VirtualTime();
  const store = new Store(time);
  const device = (deviceId: string) => {
    const conversation = store.device(deviceId);
    const setting = { conversation, deviceId, timers: time };
    const echo = new Echoing(conversation, deviceId);
    const tab = () => new Handoff({ ...setting, conversation: echo });
    const handoff = tab();
    const activity = (): SharedActivity => handoff.activities.current!.find(({ id }) => id === 'book')!;
    return { conversation, handoff, tab, activity };
  };
  return { time, store, phone: device('phone'), laptop: device('laptop'), tablet: device('tablet') };
}

async function begun() {
  const all = fixture();
  void all.phone.handoff.publish({ ...book, state: { page: 1 } });
  await all.time.pass(1_000);
  return all;
}
