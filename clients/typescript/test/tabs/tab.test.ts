import { describe, expect, it } from 'vitest';
import { MemoryDisk } from '../../src/storage/memory.js';
import type { Heard } from '../../src/sync/ports.js';
import type { Wanted } from '../../src/sync/target.js';
import { DEFAULT_LIMITS, type Welcome } from '../../src/wire/messages.js';
import { nth } from '../storage/faulty.js';
import { Browser } from './browser.js';
import { opsOn, TabProcess } from './tab-process.js';

const WELCOME: Welcome = { type: 'welcome', session: 's', serverTime: 0, limits: DEFAULT_LIMITS, stores: [] };

/** Two tabs that were opened one after the other. */
async function twoTabs() {
  const browser = new Browser();
  const disk = new MemoryDisk();
  const first = (await TabProcess.open('first', browser, disk))!;
  await browser.quiet();
  const second = (await TabProcess.open('second', browser, disk))!;
  await browser.quiet();
  return { browser, disk, first, second };
}

const wanted = (sub: string): Wanted => ({ sub, collections: ['todos'] });

describe('tabs of one browser', () => {
  it('have one leader, the first one', async () => {
    const { first, second } = await twoTabs();
    expect(first.tab.isLeading).toBe(true);
    expect(second.tab.isLeading).toBe(false);
    expect(second.replica).toBeUndefined();
  });

  it('show what the leader saves', async () => {
    const { browser, first, second } = await twoTabs();
    await second.rows();
    first.change('a', { title: 'Milk' });
    await browser.quiet();
    expect(await second.rows()).toEqual([{ id: 'a', title: 'Milk' }]);
    expect(second.view.unsent).toBe(1);
  });

  it('have the leader save what a follower changes, which shows it at once', async () => {
    const { browser, disk, first, second } = await twoTabs();
    await second.rows();
    const told = second.change('a', { title: 'Milk' });
    expect([...second.view.collection('todos').rows()]).toEqual([{ id: 'a', title: 'Milk' }]);
    expect(disk.table('ops').scan({})).toEqual([]);
    await browser.quiet();
    expect(told.outcome).toBe('saved');
    expect(await first.rows()).toEqual([{ id: 'a', title: 'Milk' }]);
    expect((await opsOn(disk)).map(({ op }) => op.opId)).toEqual([told.op.opId]);
    expect(second.view.unsent).toBe(1);
  });

  it('tell a follower why the leader could not save its change, and take it off', async () => {
    const { browser, disk, first, second } = await twoTabs();
    first.storage.fates = nth(0, { fails: 'full' }, 'commit');
    const told = second.change('a', { title: 'Milk' });
    await browser.quiet();
    expect(told).toMatchObject({ outcome: 'failed', error: { name: 'StorageError', fault: 'full' } });
    expect(await second.rows()).toEqual([]);
    expect(await opsOn(disk)).toEqual([]);
    const again = second.change('a', { title: 'Milk' });
    await browser.quiet();
    expect(again.outcome).toBe('saved');
  });

  it('get another leader when theirs dies, in the order in which they came', async () => {
    const { browser, disk, first, second } = await twoTabs();
    const third = (await TabProcess.open('third', browser, disk))!;
    await browser.quiet();
    first.kill();
    await browser.quiet();
    expect([second, third].map(({ tab }) => tab.isLeading)).toEqual([true, false]);
    const told = third.change('a', { n: 1 });
    await browser.quiet();
    expect(told.outcome).toBe('saved');
    expect(await second.rows()).toEqual([{ id: 'a', n: 1 }]);
  });

  it('get another leader when theirs is closed, after it has saved what it was asked to', async () => {
    const { browser, disk, first, second } = await twoTabs();
    const own = first.change('a', { n: 1 });
    const other = second.change('b', { n: 2 });
    const closing = first.close();
    await browser.quiet();
    await closing;
    await browser.quiet();
    expect(second.tab.isLeading).toBe(true);
    expect([own.outcome, other.outcome]).toEqual(['saved', 'saved']);
    expect(await opsOn(disk)).toHaveLength(2);
  });

  it.each(['dies-before', 'dies-after'] as const)('save a change once when the leader %s it saves it', async (fate) => {
    const { browser, disk, first, second } = await twoTabs();
    const before = second.change('a', { n: 1 });
    await browser.quiet();
    first.storage.fates = nth(0, fate, 'commit');
    const told = second.change('a', { n: 2 });
    await browser.quiet();
    expect(second.tab.isLeading).toBe(true);
    expect(told.outcome).toBe('saved');
    expect((await opsOn(disk)).map(({ op }) => op.opId)).toEqual([before.op.opId, told.op.opId]);
    expect(await second.rows()).toEqual([{ id: 'a', n: 2 }]);
  });

  it('know what the leader of before has saved, also when the next one cannot save what comes with it', async () => {
    const { browser, disk, first, second } = await twoTabs();
    browser.loses = (message) => message.type === 'recorded' || (message.type === 'records' && message.ref === 2);
    const saved = second.change('a', { n: 1 });
    const unheard = second.change('b', { n: 2 });
    await browser.quiet();
    expect([saved.outcome, unheard.outcome]).toEqual(['unknown', 'unknown']);
    second.storage.fates = nth(0, { fails: 'full' }, 'commit');
    first.kill();
    await browser.quiet();
    expect([saved.outcome, unheard.outcome]).toEqual(['saved', 'failed']);
    expect((await opsOn(disk)).map(({ op }) => op.opId)).toEqual([saved.op.opId]);
    expect(await second.rows()).toEqual([{ id: 'a', n: 1 }]);
  });

  it('show what a leader saved that died before it could tell', async () => {
    const { browser, disk, first, second } = await twoTabs();
    const third = (await TabProcess.open('third', browser, disk))!;
    await third.rows();
    await second.rows();
    await browser.quiet();
    first.storage.fates = nth(0, 'dies-after', 'commit');
    first.change('a', { n: 1 });
    await browser.quiet();
    expect(await second.rows()).toEqual([{ id: 'a', n: 1 }]);
    expect(await third.rows()).toEqual([{ id: 'a', n: 1 }]);
  });

  it('read again when a message of the leader was lost', async () => {
    const { browser, first, second } = await twoTabs();
    await second.rows();
    browser.loses = ({ type }) => type === 'committed';
    first.change('a', { n: 1 });
    await browser.quiet();
    browser.loses = () => false;
    expect(await second.rows()).toEqual([]);
    first.change('b', { n: 2 });
    await browser.quiet();
    expect(await second.rows()).toEqual([
      { id: 'a', n: 1 },
      { id: 'b', n: 2 },
    ]);
  });

  it('want of the leader what all of them want, as long as they live', async () => {
    const { browser, disk, first, second } = await twoTabs();
    const third = (await TabProcess.open('third', browser, disk))!;
    const subs = () => [...first.subscriptions.all.map(({ sub }) => sub)].sort();
    first.subscriptions.want(wanted('one'));
    const release = second.subscriptions.want(wanted('two'));
    second.subscriptions.want(wanted('shared'));
    third.subscriptions.want(wanted('shared'));
    third.subscriptions.want(wanted('three'));
    await browser.quiet();
    expect(subs()).toEqual(['one', 'shared', 'three', 'two']);
    release();
    await browser.quiet();
    expect(subs()).toEqual(['one', 'shared', 'three']);
    third.kill();
    await browser.quiet();
    expect(subs()).toEqual(['one', 'shared']);
    await second.close();
    await browser.quiet();
    expect(subs()).toEqual(['one']);
  });

  it('tell a new leader what they want', async () => {
    const { browser, disk, first, second } = await twoTabs();
    const third = (await TabProcess.open('third', browser, disk))!;
    first.subscriptions.want(wanted('one'));
    third.subscriptions.want(wanted('three'));
    await browser.quiet();
    first.kill();
    await browser.quiet();
    expect(second.subscriptions.all.map(({ sub }) => sub)).toEqual(['three']);
  });

  it('share the correction of the clock', async () => {
    const { browser, first, second } = await twoTabs();
    await first.replica!.shift(-90_000);
    const told = second.change('a', { n: 1 });
    await browser.quiet();
    expect(second.clock.offset).toBe(-90_000);
    expect(told.outcome).toBe('saved');
    first.kill();
    await browser.quiet();
    expect(second.replica!.offset).toBe(-90_000);
  });

  it('shift a change that was stamped before the clock was corrected', async () => {
    const { browser, disk, first, second } = await twoTabs();
    const shifted = first.replica!.shift(60_000);
    const told = second.change('a', { n: 1 });
    await shifted;
    await browser.quiet();
    const [entry] = await opsOn(disk);
    expect(millisIn(entry!.op.hlc) - millisIn(told.op.hlc)).toBe(60_000);
  });

  it('never stamp alike', async () => {
    const { browser, disk, first, second } = await twoTabs();
    for (let n = 0; n < 20; n++) {
      first.change('a', { n });
      second.change('a', { n });
    }
    await browser.quiet();
    const stamps = (await opsOn(disk)).map(({ op }) => op.hlc);
    expect(new Set(stamps).size).toBe(40);
    expect(await first.rows()).toEqual(await second.rows());
  });

  it('know how the engine of the leader is', async () => {
    const { browser, disk, first, second } = await twoTabs();
    expect(second.tab.status).toEqual({ state: 'live' });
    first.report({ state: 'offline' });
    await browser.quiet();
    expect(second.tab.status).toEqual({ state: 'offline' });
    const third = (await TabProcess.open('third', browser, disk))!;
    await browser.quiet();
    expect(third.tab.status).toEqual({ state: 'offline' });
  });

  it('have the leader sync again, whichever of them is asked to', async () => {
    const { browser, first, second } = await twoTabs();
    second.tab.resume();
    await browser.quiet();
    first.tab.resume();
    expect([first.resumed, second.resumed]).toEqual([2, 0]);
  });

  it('talk and listen over the connection of the leader', async () => {
    const { browser, first, second } = await twoTabs();
    const heard: Heard['type'][] = [];
    second.tab.conversation.on(({ type }) => heard.push(type));
    expect(second.tab.conversation.send({ type: 'presence' })).toBe(false);
    await expect(
      second.tab.conversation.request({ type: 'handoff.end', activityId: 'x', version: 1 }),
    ).rejects.toMatchObject({ problem: { code: 'not-connected' } });
    first.talk.hear(WELCOME);
    first.talk.hear({ type: 'presence', storeId: 's', deviceId: 'd', online: true });
    await browser.quiet();
    expect(heard).toEqual(['welcome', 'presence']);
    expect(second.tab.conversation.welcome).toEqual(WELCOME);
    expect(second.tab.conversation.send({ type: 'presence', state: { at: 'home' } })).toBe(true);
    await browser.quiet();
    expect(first.talk.sent).toEqual([{ type: 'presence', state: { at: 'home' } }]);
  });

  it('are answered what they asked, and nobody else is', async () => {
    const { browser, first, second } = await twoTabs();
    first.talk.hear(WELCOME);
    await browser.quiet();
    const end = { type: 'handoff.end', activityId: 'x', version: 1 } as const;
    const refused = second.tab.conversation.request(end);
    await expect(refused).rejects.toMatchObject({ problem: { code: 'not-found' } });
    first.talk.answer = async () => ({ type: 'ok', version: 7 });
    expect(await second.tab.conversation.request(end)).toEqual({ type: 'ok', version: 7 });
    expect(await first.tab.conversation.request(end)).toEqual({ type: 'ok', version: 7 });
  });

  it('hear what one of them does about an activity, which the server tells other devices only', async () => {
    const { browser, first, second } = await twoTabs();
    const heard: string[] = [];
    for (const { name, tab } of [first, second])
      tab.conversation.on((each) => 'activity' in each && heard.push(`${name}: ${each.type} ${each.activity?.id}`));
    first.talk.hear(WELCOME);
    await browser.quiet();
    first.talk.answer = async () => ({ type: 'ok', version: 1 });
    const activity = { id: 'book', kind: 'reading', resource: 'files/1' };
    await second.tab.conversation.request({ type: 'handoff.publish', activity });
    await first.tab.conversation.request({ type: 'handoff.release', activityId: 'book', version: 1 });
    await browser.quiet();
    expect(heard.sort()).toEqual(
      Array(2).fill('first: handoff.offered book').concat(Array(2).fill('second: handoff.offered book')),
    );
  });

  it('do not know what became of a question when the leader died', async () => {
    const { browser, first, second } = await twoTabs();
    const heard: Heard['type'][] = [];
    second.tab.conversation.on(({ type }) => heard.push(type));
    first.talk.hear(WELCOME);
    await browser.quiet();
    first.talk.answer = () => new Promise(() => undefined);
    const asked = second.tab.conversation.request({ type: 'handoff.end', activityId: 'x', version: 1 });
    await browser.quiet();
    first.kill();
    await expect(asked).rejects.toMatchObject({ problem: { code: 'connection-lost' } });
    expect(heard).toEqual(['welcome', 'gone']);
  });

  it('tell a tab that comes later what still counts of what was heard', async () => {
    const { browser, disk, first } = await twoTabs();
    const heard: Heard[] = [];
    first.talk.hear(WELCOME);
    for (const online of [true, false, true])
      first.talk.hear({ type: 'presence', storeId: 's', deviceId: 'd', online });
    const third = (await TabProcess.open('third', browser, disk))!;
    third.tab.conversation.on((each) => heard.push(each));
    await browser.quiet();
    expect(heard).toEqual([WELCOME, { type: 'presence', storeId: 's', deviceId: 'd', online: true }]);
  });

  it('let another one lead when storage fails as one begins, and try again', async () => {
    const browser = new Browser();
    const disk = new MemoryDisk();
    const first = (await TabProcess.open('first', browser, disk))!;
    first.storage.fates = { fate: () => ({ fails: 'failed' }) };
    await browser.quiet();
    expect(first.tab.isLeading).toBe(false);
    expect(first.tab.status).toMatchObject({ state: 'closed', problem: { code: 'storage-failed' } });
    const second = (await TabProcess.open('second', browser, disk))!;
    await browser.quiet();
    expect(second.tab.isLeading).toBe(true);
    expect(first.tab.status).toEqual({ state: 'live' });
    first.storage.fates = { fate: () => 'done' };
    second.kill();
    await browser.pass(1_000);
    expect(first.tab.isLeading).toBe(true);
  });

  it('keep what is to be saved while the code of a leader cannot be loaded, say so, and try again ever later', async () => {
    const browser = new Browser();
    const disk = new MemoryDisk();
    const first = (await TabProcess.open('first', browser, disk))!;
    const { load } = first;
    let tries = 0;
    first.load = async () => {
      tries++;
      throw new TypeError('Failed to fetch');
    };
    const told = first.change('a', { n: 1 });
    await browser.quiet();
    expect(first.tab.status).toMatchObject({
      state: 'backoff',
      retryAt: browser.now + 1_000,
      problem: { code: 'not-loaded', detail: 'TypeError: Failed to fetch' },
    });
    await browser.pass(1_000);
    expect(first.tab.status).toMatchObject({ state: 'backoff', retryAt: browser.now + 2_000 });
    await browser.pass(600_000);
    // 1, 2, 4, 8, 16 and 32 seconds, and every minute from then on
    expect([tries, told.outcome]).toEqual([15, 'unknown']);
    expect((await first.rows()).length).toBe(1);
    first.load = load;
    await browser.pass(60_000);
    expect([first.tab.isLeading, told.outcome]).toEqual([true, 'saved']);
    expect(first.tab.status).toEqual({ state: 'live' });
    expect(await opsOn(disk)).toHaveLength(1);
  });

  it('can be closed while the code of a leader is being loaded', async () => {
    const browser = new Browser();
    const disk = new MemoryDisk();
    const first = (await TabProcess.open('first', browser, disk))!;
    first.load = () => new Promise(() => undefined);
    const second = (await TabProcess.open('second', browser, disk))!;
    const closed = first.close();
    await browser.quiet();
    await closed;
    await browser.quiet();
    expect(second.tab.isLeading).toBe(true);
  });

  it('let one lead that has the code for it', async () => {
    const browser = new Browser();
    const disk = new MemoryDisk();
    const first = (await TabProcess.open('first', browser, disk))!;
    first.load = () => Promise.reject(new TypeError('Failed to fetch'));
    const told = first.change('a', { n: 1 });
    await browser.quiet();
    const second = (await TabProcess.open('second', browser, disk))!;
    await browser.quiet();
    expect([first.tab.isLeading, second.tab.isLeading, told.outcome]).toEqual([false, true, 'saved']);
    expect(first.tab.status).toEqual({ state: 'live' });
  });

  it('are told of commits from when they are there on, and read what was committed before', async () => {
    const browser = new Browser();
    const disk = new MemoryDisk();
    const posted: string[] = [];
    browser.loses = ({ type }) => posted.push(type) < 0;
    const first = (await TabProcess.open('first', browser, disk))!;
    first.change('a', { n: 1 });
    await browser.quiet();
    expect(posted).not.toContain('committed');
    // after a tab was told who leads, before it has said that it is there
    let isFirst = true;
    browser.loses = ({ type }) => {
      posted.push(type);
      if (type === 'leads' && isFirst) {
        isFirst = false;
        first.clock.observe('01a400000000-0000-ffffffffffffffff');
        first.change('b', { n: 2 });
      }
      return false;
    };
    const second = (await TabProcess.open('second', browser, disk))!;
    await browser.quiet();
    expect(second.view.commits).toBe(2);
    expect(posted).not.toContain('committed');
    expect(await second.rows()).toContainEqual({ id: 'b', n: 2 });
    // what it writes is later than what it has read
    second.change('b', { n: 3 });
    await browser.quiet();
    expect(posted.filter((type) => type === 'committed')).toHaveLength(1);
    expect(await first.rows()).toContainEqual({ id: 'b', n: 3 });
    second.kill();
    await browser.quiet();
    first.change('a', { n: 4 });
    await browser.quiet();
    expect(posted.filter((type) => type === 'committed')).toHaveLength(1);
  });

  it('say that a change failed that nobody could take', async () => {
    const browser = new Browser();
    const first = (await TabProcess.open('first', browser, new MemoryDisk()))!;
    first.storage.fates = { fate: () => ({ fails: 'denied' }) };
    const told = first.change('a', { n: 1 });
    await browser.quiet();
    expect(told).toMatchObject({ outcome: 'failed', error: { fault: 'denied' } });
  });

  it('ask who leads when they hear late of a leader that is gone', async () => {
    const { browser, second } = await twoTabs();
    const ghost = {
      tab: 'ghost',
      term: 'ghost/1',
      commits: 0,
      offset: 0,
      status: { state: 'offline' },
      heard: [],
    } as const;
    browser.page().channel.post({ type: 'leads', ...ghost });
    await browser.quiet();
    const told = second.change('a', { n: 1 });
    await browser.quiet();
    expect(told.outcome).toBe('saved');
    expect(second.tab.status).toEqual({ state: 'live' });
  });

  it('do not believe a leader of before that says that it could not save a change', async () => {
    const { browser, second } = await twoTabs();
    browser.loses = ({ type }) => type === 'recorded';
    const told = second.change('a', { n: 1 });
    await browser.quiet();
    browser.loses = () => false;
    const failure = { fault: 'full', message: 'full' } as const;
    browser.page().channel.post({ type: 'recorded', to: 'second', term: 'before/1', ref: 1, failure });
    await browser.quiet();
    expect(told.outcome).toBe('unknown');
    browser.page().channel.post({ type: 'recorded', to: 'second', term: 'before/1', ref: 1 });
    await browser.quiet();
    expect(told.outcome).toBe('saved');
  });

  it('read what they missed again when storage fails at that', async () => {
    const { browser, first, second } = await twoTabs();
    await second.rows();
    browser.loses = ({ type }) => type === 'committed';
    first.change('a', { n: 1 });
    await browser.quiet();
    browser.loses = () => false;
    second.storage.fates = { fate: () => ({ fails: 'failed' }) };
    first.change('b', { n: 2 });
    await browser.quiet();
    expect(await second.rows()).toEqual([]);
    second.storage.fates = { fate: () => 'done' };
    await browser.pass(1_000);
    expect(await second.rows()).toEqual(await first.rows());
  });

  it('refuse changes after they were closed', async () => {
    const { browser, first } = await twoTabs();
    await first.tab.close();
    const told = first.change('a', { n: 1 });
    await browser.quiet();
    expect(told).toMatchObject({ outcome: 'failed', error: { fault: 'closed' } });
  });

  it('wait some seconds, when they are closed, for a leader that does not answer', async () => {
    const { browser, first, second } = await twoTabs();
    browser.loses = ({ type }) => type === 'recorded';
    const told = second.change('a', { n: 1 });
    const closing = second.tab.close();
    await browser.pass(4_000);
    expect(told.outcome).toBe('unknown');
    await browser.pass(2_000);
    await closing;
    expect(told).toMatchObject({ outcome: 'failed', error: { fault: 'closed' } });
    expect(first.tab.isLeading).toBe(true);
  });
});

function millisIn(stamp: string): number {
  return parseInt(stamp.slice(0, 12), 16);
}
