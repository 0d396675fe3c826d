import { describe, expect, it } from 'vitest';
import { StorageError } from '../../src/storage/storage.js';
import { RequestRefused } from '../../src/sync/ports.js';
import { settled } from '../server/virtual-time.js';
import { draft } from './fake-target.js';
import { ALL, problem, Site } from './site.js';

describe('a connection', () => {
  it('begins with hello and the token', async () => {
    const site = await new Site().greeted();
    expect(site.asked).toEqual(['connect']);
    expect(site.line.sent).toEqual([
      {
        type: 'hello',
        protocol: 1,
        token: 'token-1',
        device: { id: 'device-1', name: 'Phone', platform: 'test', node: '9f2c4b7a01d3e688' },
      },
    ]);
    expect(site.states).toEqual(['connecting', 'authenticating']);
  });

  it('goes through its states to live', async () => {
    const site = new Site();
    site.target.wants = [ALL];
    site.target.queue = [draft(['a'])];
    await site.live();
    await site.ack({ a: {} });
    site.line.say({ type: 'live', sub: 'all', storeId: 'store-1', cursor: 'c' });
    await settled();
    expect(site.states).toEqual(['connecting', 'authenticating', 'syncing-up', 'syncing-down', 'live']);
    expect(site.engine.status).toEqual({ state: 'live', liveAt: site.time.now() });
  });

  it('is not made without a token, and says that somebody has to sign in', async () => {
    const site = new Site();
    site.token = async () => undefined;
    site.engine.start();
    await settled();
    expect(site.wire.lines).toEqual([]);
    expect(site.engine.status).toMatchObject({ state: 'closed', problem: { code: 'unauthenticated' } });
  });

  it('is tried again when there was no token for the moment', async () => {
    const site = new Site();
    site.token = async () => Promise.reject(new Error('no network'));
    site.engine.start();
    await settled();
    expect(site.engine.status).toMatchObject({ state: 'backoff', problem: { code: 'no-token' } });
    site.token = async () => 'token-2';
    await site.time.pass(1_000);
    expect(site.wire.lines).toHaveLength(1);
  });

  it('asks for a fresh token when it was refused, and brings it', async () => {
    const site = await new Site().greeted();
    site.token = async (reason) => (reason === 'refused' ? 'token-2' : 'token-1');
    site.line.hangUp(4401);
    await settled();
    site.line.open();
    expect(site.asked).toEqual(['connect', 'refused']);
    expect(site.line.last('hello').token).toBe('token-2');
  });

  it('renews its token before it expires', async () => {
    const site = await new Site().live();
    site.token = async (reason) => `token for ${reason}`;
    site.line.say({ type: 'token-expiring', inSeconds: 60 });
    await settled();
    expect(site.line.last('token').token).toBe('token for expiring');
  });

  it('pings every 20 s', async () => {
    const site = await new Site().live();
    const { line } = site;
    for (let beats = 1; beats <= 5; beats++) {
      await site.time.pass(20_000);
      expect(line.of('ping')).toHaveLength(beats);
      line.say({ type: 'pong', heads: {} });
    }
    expect(site.state).toBe('live');
  });

  it('is given up when nothing is heard for 40 s', async () => {
    const site = await new Site().live();
    const { line } = site;
    await site.time.pass(39_000);
    expect(site.state).toBe('live');
    await site.time.pass(2_000);
    expect(line.closedWith).toBe(1000);
    expect(site.wire.lines.length + (site.state === 'backoff' ? 1 : 0)).toBe(2);
  });

  it('is given up when a changed network does not answer within 5 s', async () => {
    const site = await new Site().live();
    site.wire.turn(true);
    await site.time.pass(4_000);
    expect(site.state).toBe('live');
    await site.time.pass(1_000);
    expect(site.state).not.toBe('live');
  });

  it('is given up when it is not made within 20 s', async () => {
    const site = new Site();
    site.engine.start();
    await site.time.pass(20_000);
    expect(site.states).toEqual(['connecting', 'backoff']);
  });

  it('is made anew when the server goes away, after the time that it said', async () => {
    const site = await new Site().live();
    site.line.say({ type: 'draining', retryAfterMs: 2_000 });
    site.target.add(draft(['late']));
    expect(site.line.of('push')).toEqual([]);
    site.line.hangUp(4503);
    await site.time.pass(1_999);
    expect(site.wire.lines).toHaveLength(1);
    await site.time.pass(1);
    expect(site.wire.lines).toHaveLength(2);
  });

  it('says nothing more once it was lost', async () => {
    const site = new Site();
    site.target.wants = [ALL];
    await site.live();
    const { line } = site;
    const { calls } = site.target;
    line.hangUp(1006);
    const before = calls.length;
    line.say({ type: 'delta', sub: 'all', storeId: 'store-1', from: 9, to: 10, cursor: 'c', events: [] });
    await settled();
    expect(calls).toHaveLength(before);
  });
});

describe('the time of a device', () => {
  it.each([61_000, -61_000, 3_600_000])('is corrected when it is off by %i ms', async (off) => {
    const site = new Site();
    await site.welcomed({ serverTime: site.time.now() + off });
    expect(site.target.calls).toEqual(['welcome session-1', `shift ${off}`]);
  });

  it('is left alone within a minute', async () => {
    const site = new Site();
    await site.welcomed({ serverTime: site.time.now() + 59_000 });
    expect(site.target.calls).toEqual(['welcome session-1']);
  });

  it('is right, but its clock is ahead: ops that were made while it was not are brought back', async () => {
    const site = new Site();
    site.target.ahead = 61_000;
    await site.welcomed({ serverTime: site.time.now() + 2_000 });
    expect(site.target.calls).toEqual(['welcome session-1', 'shift 0']);
  });

  it('is not corrected twice', async () => {
    const site = new Site();
    site.target.offset = 3_600_000;
    await site.welcomed({ serverTime: site.time.now() + 3_600_500 });
    expect(site.target.calls).toEqual(['welcome session-1']);
  });

  it('is corrected before anything is sent', async () => {
    const site = new Site();
    site.target.queue = [draft(['a'])];
    await site.welcomed({ serverTime: site.time.now() - 600_000 });
    expect(site.target.calls).toEqual(['welcome session-1', 'shift -600000']);
    expect(site.line.of('push')).toHaveLength(1);
  });
});

describe('an engine', () => {
  it('is closed when storage fails, says why, and goes on when it is asked to', async () => {
    const site = new Site();
    site.target.wants = [ALL];
    await site.live();
    site.target.fails = new StorageError('full', 'no room');
    site.line.say({ type: 'live', sub: 'all', storeId: 'store-1', cursor: 'c' });
    await settled();
    expect(site.engine.status).toMatchObject({ state: 'closed', problem: { code: 'storage-full' } });
    expect(site.line.closedWith).toBe(1000);
    site.target.fails = undefined;
    site.engine.start();
    await settled();
    expect(site.wire.lines).toHaveLength(2);
  });

  it('is closed when it is another store', async () => {
    const site = new Site();
    site.target.fails = new RequestRefused(problem('foreign-store', 409));
    await site.welcomed();
    expect(site.engine.status).toMatchObject({ state: 'closed', problem: { code: 'foreign-store' } });
  });

  it('leaves the replica alone once it is stopped', async () => {
    const site = new Site();
    site.target.wants = [ALL];
    await site.live();
    const { line } = site;
    line.say({ type: 'live', sub: 'all', storeId: 'store-1', cursor: 'c' });
    line.say({ type: 'live', sub: 'all', storeId: 'store-1', cursor: 'd' });
    await site.engine.stop();
    const { length } = site.target.calls;
    await settled();
    expect(site.target.calls).toHaveLength(length);
    expect(site.state).toBe('closed');
    expect(line.closedWith).toBe(1000);
  });

  it('does not come back with the network after it was stopped', async () => {
    const site = await new Site().live();
    await site.engine.stop();
    site.wire.turn(true);
    await site.time.pass(60_000);
    expect(site.wire.lines).toHaveLength(1);
  });
});
