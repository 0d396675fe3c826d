import { afterEach, describe, expect, it, vi } from 'vitest';
import { platformTabs } from '../../src/client/platform.js';
import { broadcastChannel, silentChannel } from '../../src/tabs/channel.js';
import { ownLocks, webLocks, type Locks } from '../../src/tabs/locks.js';
import type { TabMessage } from '../../src/tabs/messages.js';

const quiet = () => new Promise((resolve) => setImmediate(resolve));

/** Web Locks as the standard has them, as far as they are used here. */
function lockManager(): LockManager {
  const queues = new Map<string, (() => void)[]>();
  const request = async (name: string, { signal }: LockOptions, work: () => Promise<void>): Promise<void> => {
    const queue = queues.get(name) ?? [];
    queues.set(name, queue);
    let turn!: () => void;
    await new Promise<void>((resolve, reject) => {
      turn = resolve;
      queue.push(turn);
      if (queue.length === 1) turn();
      signal?.addEventListener('abort', () => {
        if (queue[0] === turn) return;
        queue.splice(queue.indexOf(turn), 1);
        reject(new DOMException('aborted', 'AbortError'));
      });
    });
    await work();
    queue.shift();
    queue[0]?.();
  };
  return { request } as unknown as LockManager;
}

describe.each<[string, () => Locks]>([
  ['Web Locks', () => webLocks(lockManager())],
  ['own locks', ownLocks],
])('%s', (_, make) => {
  it('are held by one at a time, in the order in which they were asked for', async () => {
    const locks = make();
    const order: number[] = [];
    const holds = [1, 2, 3].map((number) => {
      const hold = locks.request('a');
      void hold.held.then(() => order.push(number));
      return hold;
    });
    const other = locks.request('b');
    await other.held;
    await quiet();
    expect(order).toEqual([1]);
    holds[1]!.release();
    holds[0]!.release();
    await quiet();
    expect(order).toEqual([1, 3]);
    holds[0]!.release();
    holds[2]!.release();
    await quiet();
    await locks.request('a').held;
  });
});

describe('Web Locks', () => {
  it('say so when the platform refuses them', async () => {
    const refusing = { request: async () => Promise.reject(new DOMException('no', 'SecurityError')) };
    await expect(webLocks(refusing as unknown as LockManager).request('a').held).rejects.toMatchObject({
      name: 'SecurityError',
    });
  });
});

describe('tabs', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('find each other in a browser, also from workers', () => {
    vi.stubGlobal('isSecureContext', true);
    vi.stubGlobal('navigator', { locks: lockManager() });
    expect(platformTabs()).toHaveProperty('locks');
  });

  it('do not share storage in a browser without locks', () => {
    vi.stubGlobal('isSecureContext', false);
    vi.stubGlobal('navigator', {});
    expect(platformTabs).toThrow(expect.objectContaining({ name: 'StorageError', fault: 'denied' }));
  });

  it('are none where there is no browser', () => {
    vi.stubGlobal('navigator', undefined);
    expect(platformTabs()).toBeUndefined();
  });
});

describe('a channel', () => {
  it('carries messages to others, and not to itself', async () => {
    const [one, other] = [broadcastChannel('tabs'), broadcastChannel('tabs')];
    const elsewhere = broadcastChannel('other tabs');
    const heard: [string, TabMessage][] = [];
    one.on((message) => heard.push(['one', message]));
    elsewhere.on((message) => heard.push(['elsewhere', message]));
    const twice = new Promise<void>((resolve) =>
      other.on((message) => heard.push(['other', message]) === 2 && resolve()),
    );
    one.post({ type: 'joins', tab: '1' });
    one.post({ type: 'leaves', tab: '1' });
    await twice;
    expect(heard).toEqual([
      ['other', { type: 'joins', tab: '1' }],
      ['other', { type: 'leaves', tab: '1' }],
    ]);
    [one, other, elsewhere].forEach((channel) => channel.close());
  });

  it('is silent for who is alone', () => {
    const channel = silentChannel();
    channel.on(() => expect.unreachable());
    channel.post({ type: 'joins', tab: '1' });
    channel.close();
  });
});
