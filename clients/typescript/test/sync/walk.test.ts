import { beforeAll, describe, expect, it } from 'vitest';
import type { DigestAnswer, LeafSum, WireRecord } from '../../src/wire/messages.js';
import { settled } from '../server/virtual-time.js';
import { ALL, problem, Site } from './site.js';

const NOTHING: LeafSum = { count: 0, sum: '0' };

async function inDoubt(): Promise<Site> {
  const site = new Site();
  site.target.wants = [ALL];
  site.target.doubt = true;
  return site.welcomed();
}

function answer(site: Site, how: Partial<DigestAnswer>): DigestAnswer {
  const { ref, collection } = site.line.last('digest');
  return { type: 'digest', ref, storeId: 'store-1', collection, asOf: 9, purgedBefore: 0, ...how };
}

/** Sums of 256 leaves that differ from the replica's at some. */
function leaves(...at: number[]): LeafSum[] {
  return Array.from({ length: 256 }, (_, leaf) => (at.includes(leaf) ? { count: 1, sum: 'ff' } : NOTHING));
}

function record(id: string): WireRecord {
  return { collection: 'todos', id, fields: {}, clocks: {} };
}

// code is loaded in real time, whatever time it is here
beforeAll(() => import('../../src/sync/walk.js'));

describe('a walk through the digests', () => {
  it('comes before subscriptions, and ends with one answer when all is equal', async () => {
    const site = await inDoubt();
    expect(site.line.of('subscribe')).toEqual([]);
    site.line.say(answer(site, { root: NOTHING, leaves: leaves() }));
    await settled();
    expect(site.line.of('digest')).toHaveLength(1);
    expect(site.line.of('subscribe')).toHaveLength(1);
  });

  it('fetches what differs and what is missing, and drops what the server does not know', async () => {
    const site = await inDoubt();
    site.target.hashes = new Map(Object.entries({ same: '1', differs: '2', absent: '3' }));
    site.line.say(answer(site, { root: { count: 2, sum: 'aa' }, leaves: leaves(7) }));
    await settled();
    expect(site.line.last('digest').leaf).toBe(7);
    site.line.say(answer(site, { leaf: 7, hashes: { same: '1', differs: '22', missing: '4' } }));
    await settled();
    const { ref, ids } = site.line.last('fetch');
    expect(ids).toEqual(['differs', 'missing']);
    const page = { type: 'snapshot', ref, storeId: 'store-1', asOf: 9, full: false } as const;
    site.line.say({ ...page, records: [record('differs')], next: 'more' });
    site.line.say({ ...page, records: [record('missing')] });
    await settled();
    expect(site.target.calls.at(-1)).toBe('mended differs,missing without absent');
    expect(site.line.of('subscribe')).toHaveLength(1);
  });

  it('asks no more than four things at a time', async () => {
    const site = await inDoubt();
    site.line.say(answer(site, { root: { count: 2, sum: 'aa' }, leaves: leaves(1, 2, 3, 4, 5, 6) }));
    await settled();
    expect(site.line.of('digest').map(({ leaf }) => leaf)).toEqual([undefined, 1, 2, 3, 4]);
  });

  it('does not drop what was told of meanwhile', async () => {
    const site = new Site();
    site.target.wants = [ALL];
    await site.live();
    site.target.hashes = new Map([['new', '1']]);
    const verified = site.engine.verify();
    await settled();
    site.line.say(answer(site, { root: { count: 1, sum: 'aa' }, leaves: leaves(7) }));
    await settled();
    site.line.say({
      type: 'delta',
      sub: 'all',
      storeId: 'store-1',
      from: 9,
      to: 10,
      cursor: 'c',
      events: [{ seq: 10, collection: 'todos', id: 'new', kind: 'put' }],
    });
    site.line.say(answer(site, { leaf: 7, hashes: {} }));
    expect(await verified).toBe(1);
    expect(site.target.calls.at(-1)).toBe('mended  without ');
  });

  it('reads a collection from the start of which a leaf is too large', async () => {
    const site = await inDoubt();
    site.target.places.set('all', { cursor: 'c' });
    site.line.say(answer(site, { root: { count: 2, sum: 'aa' }, leaves: leaves(7, 8) }));
    await settled();
    const [, seven, eight] = site.line.of('digest');
    site.line.say({ type: 'error', ref: seven!.ref, problem: problem('too-large', 413) });
    await settled();
    expect(site.target.calls.at(-1)).toBe('leaf');
    site.line.say({ ...answer(site, { leaf: 8, hashes: {} }), ref: eight!.ref });
    await settled();
    expect(site.target.calls.slice(-2)).toEqual(['mended  without ', 'reset all restored']);
    expect(site.line.of('subscribe')).toHaveLength(1);
    expect(site.line.last('subscribe').cursor).toBeUndefined();
  });

  it('does so as well while the collection is live, and takes nothing of what it was told before', async () => {
    const site = new Site();
    site.target.wants = [ALL];
    await site.live();
    const verified = site.engine.verify();
    await settled();
    site.line.say(answer(site, { root: { count: 2, sum: 'aa' }, leaves: leaves(7) }));
    await settled();
    site.line.say({ type: 'error', ref: site.line.last('digest').ref, problem: problem('too-large', 413) });
    expect(await verified).toBe(1);
    expect(site.state).toBe('syncing-down');
    const late = {
      type: 'delta',
      sub: 'all',
      storeId: 'store-1',
      from: 9,
      to: 10,
      cursor: 'late',
      events: [],
    } as const;
    site.line.say(late);
    site.line.say({ type: 'ok', ref: site.line.last('unsubscribe').ref });
    await settled();
    expect(site.target.calls.at(-1)).toBe('reset all restored');
    expect(site.line.of('subscribe')).toHaveLength(2);
    expect(site.line.last('subscribe').cursor).toBeUndefined();
  });

  it('that is asked for while one is under way is that one', async () => {
    const site = new Site();
    site.target.wants = [ALL];
    await site.live();
    const both = Promise.all([site.engine.verify(), site.engine.verify()]);
    await settled();
    expect(site.line.of('digest')).toHaveLength(1);
    site.line.say(answer(site, { root: NOTHING, leaves: leaves() }));
    expect(await both).toEqual([0, 0]);
    void site.engine.verify();
    await settled();
    expect(site.line.of('digest')).toHaveLength(2);
  });

  it('is given up when the server does not tell, and reading begins', async () => {
    const site = await inDoubt();
    site.line.say({ type: 'error', ref: site.line.last('digest').ref, problem: problem('unknown-message', 400) });
    await settled();
    expect(site.line.of('subscribe')).toHaveLength(1);
  });

  it('fails when there is no connection, or it is lost', async () => {
    const site = await new Site().live();
    site.target.wants = [ALL];
    const verified = site.engine.verify();
    site.line.hangUp(1006);
    await expect(verified).rejects.toMatchObject({ problem: { code: 'connection-lost' } });
    await expect(site.engine.verify()).rejects.toMatchObject({ problem: { code: 'not-connected' } });
  });
});
