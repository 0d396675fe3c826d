import { describe, expect, it } from 'vitest';
import type { Delta } from '../../src/wire/messages.js';
import { settled } from '../server/virtual-time.js';
import { ALL, problem, Site } from './site.js';

const OPEN = { sub: 'open', collections: ['todos'], where: { done: { $ne: true } } };

async function subscribed(...wants: { sub: string; collections: string[] }[]): Promise<Site> {
  const site = new Site();
  site.target.wants = wants;
  return site.welcomed();
}

function delta(from: number, to: number): Delta {
  return { type: 'delta', sub: 'all', storeId: 'store-1', from, to, cursor: `at ${to}`, events: [] };
}

async function say(site: Site, ...messages: Parameters<Site['line']['say']>[0][]): Promise<void> {
  messages.forEach((message) => site.line.say(message));
  await settled();
}

describe('a subscription', () => {
  it('begins at the place that the replica has', async () => {
    const site = new Site();
    site.target.wants = [ALL, OPEN];
    site.target.places.set('all', { cursor: 'c' }).set('open', { cursor: 'd', next: 'n' });
    await site.welcomed();
    expect(site.line.of('subscribe')).toEqual([
      { type: 'subscribe', ref: '1', sub: 'all', collections: ['todos'], cursor: 'c' },
      { type: 'subscribe', ref: '2', sub: 'open', collections: ['todos'], where: OPEN.where, next: 'n' },
    ]);
  });

  it('brings what it brings in its order', async () => {
    const site = await subscribed(ALL);
    await say(site, site.page({ next: 'n' }), site.page({ cursor: 'c' }), delta(9, 12));
    await say(site, { type: 'live', sub: 'all', storeId: 'store-1', cursor: 'at 12' });
    expect(site.target.calls.slice(1)).toEqual(['snapshot all 0', 'snapshot all 0', 'delta all 9-12', 'live all']);
    expect(site.state).toBe('live');
  });

  it('is begun again from its cursor when something is missing, and takes nothing of the old one any more', async () => {
    const site = await subscribed(ALL);
    await say(site, site.page({ cursor: 'c' }), delta(9, 12), delta(14, 15), delta(15, 16));
    expect(site.target.calls.slice(1)).toEqual(['snapshot all 0', 'delta all 9-12']);
    expect(site.line.of('unsubscribe')).toHaveLength(1);
    expect(site.line.of('subscribe')).toHaveLength(1);
    await say(site, { type: 'ok', ref: site.line.last('unsubscribe').ref });
    expect(site.line.of('subscribe')).toHaveLength(2);
    expect(site.line.last('subscribe').cursor).toBe('at 12');
    await say(site, delta(12, 16));
    expect(site.target.calls.at(-1)).toBe('delta all 12-16');
  });

  it('may tell again what it has told', async () => {
    const site = await subscribed(ALL);
    await say(site, delta(3, 12), delta(11, 14));
    expect(site.target.calls.slice(1)).toEqual(['delta all 3-12', 'delta all 11-14']);
  });

  it('takes what has come meanwhile at once, and stores its last cursor with it', async () => {
    const site = await subscribed(ALL, OPEN);
    const event = (seq: number): Delta => ({
      ...delta(seq - 1, seq),
      events: [{ seq, collection: 'todos', id: `r${seq}`, kind: 'put', changed: {}, clocks: {} }],
    });
    const taken: Delta[] = [];
    const take = site.target.delta.bind(site.target);
    site.target.delta = (sub, message) => (taken.push(message), take(sub, message));
    await say(site, event(4), event(5), event(6), { ...event(6), sub: 'open' }, event(7), event(9));
    expect(
      taken.map(({ sub, from, to, cursor, events }) => [sub, from, to, cursor, events.map(({ seq }) => seq)]),
    ).toEqual([
      ['all', 3, 6, 'at 6', [4, 5, 6]],
      ['open', 5, 6, 'at 6', [6]],
      ['all', 6, 7, 'at 7', [7]],
    ]);
    expect(site.line.of('unsubscribe')).toHaveLength(1);
  });

  it('takes no more than so many events at once', async () => {
    const site = await subscribed(ALL);
    const events = Array.from({ length: 200 }, (_, at) => ({
      seq: at,
      collection: 'todos',
      id: `r${at}`,
      kind: 'put' as const,
      changed: {},
      clocks: {},
    }));
    await say(site, ...[3, 4, 5].map((from) => ({ ...delta(from, from + 1), events })));
    expect(site.target.calls.slice(1)).toEqual(['delta all 3-5', 'delta all 5-6']);
  });

  it('is read from the start after a reset, which may be told at any time', async () => {
    const site = await subscribed(ALL);
    await say(site, delta(9, 12), { type: 'live', sub: 'all', storeId: 'store-1', cursor: 'c' });
    await say(site, { type: 'reset', sub: 'all', storeId: 'store-1', epoch: 'epoch-2', reason: 'restored' });
    expect(site.state).toBe('syncing-down');
    await say(site, site.page({ cursor: 'd', asOf: 3 }), delta(3, 4));
    expect(site.target.calls.slice(3)).toEqual(['reset all restored', 'snapshot all 0', 'delta all 3-4']);
  });

  it('begins when it is wanted, and ends when it is not', async () => {
    const site = await subscribed(ALL);
    await say(site, { type: 'live', sub: 'all', storeId: 'store-1', cursor: 'c' });
    site.target.want([ALL, OPEN]);
    expect(site.line.last('subscribe').sub).toBe('open');
    expect(site.state).toBe('syncing-down');
    site.target.want([OPEN]);
    expect(site.line.last('unsubscribe').sub).toBe('all');
    await say(site, delta(9, 10), { type: 'live', sub: 'open', storeId: 'store-1', cursor: 'd' });
    expect(site.target.calls.slice(2)).toEqual(['live open']);
    expect(site.state).toBe('live');
  });

  it('that is wanted again while it ends begins when it has ended', async () => {
    const site = await subscribed(ALL);
    site.target.want([]);
    site.target.want([ALL]);
    expect(site.line.of('subscribe')).toHaveLength(1);
    await say(site, { type: 'ok', ref: site.line.last('unsubscribe').ref });
    expect(site.line.of('subscribe')).toHaveLength(2);
  });

  it('that cannot be is told, and holds no other up', async () => {
    const site = await subscribed({ sub: 'bad', collections: ['unknown'] }, ALL);
    await say(site, { type: 'error', ref: '1', problem: problem('unknown-collection') });
    await say(site, { type: 'live', sub: 'all', storeId: 'store-1', cursor: 'c' });
    expect(site.engine.status).toMatchObject({ state: 'live', problem: { code: 'unknown-collection' } });
  });

  it('that cannot be now is begun again after some seconds', async () => {
    const site = await subscribed(ALL);
    await say(site, { type: 'error', ref: '1', problem: problem('unavailable', 503) });
    await site.time.pass(1_999);
    expect(site.line.of('subscribe')).toHaveLength(1);
    await site.time.pass(2_001);
    expect(site.line.of('subscribe')).toHaveLength(2);
    expect(site.state).toBe('syncing-down');
  });
});

describe('the last delta of a subscription', () => {
  const live = { type: 'live', sub: 'all', storeId: 'store-1', cursor: 'at 12', to: 12 } as const;

  async function quiet(first: Parameters<Site['line']['say']>[0] = live): Promise<Site> {
    const site = await subscribed(ALL);
    await say(site, first);
    return site;
  }

  /** So many pings are answered, each after 20 s. */
  async function pongs(site: Site, count: number, head: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      await site.time.pass(20_000);
      await say(site, { type: 'pong', heads: { 'store-1': head } });
    }
  }

  it('that was lost is noticed by the second pong after one that told of more, and asked for from the cursor', async () => {
    const site = await quiet();
    await pongs(site, 2, 13);
    expect(site.line.of('unsubscribe')).toEqual([]);
    await pongs(site, 1, 13);
    expect(site.line.of('unsubscribe')).toHaveLength(1);
    expect(site.state).toBe('syncing-down');
    await say(site, { type: 'ok', ref: site.line.last('unsubscribe').ref });
    expect(site.line.last('subscribe').cursor).toBe('at 12');
    await say(site, delta(12, 13), { ...live, cursor: 'at 13', to: 13 });
    expect(site.state).toBe('live');
    await pongs(site, 9, 13);
    expect(site.line.of('subscribe')).toHaveLength(2);
  });

  it('is not missed as long as anything is told', async () => {
    const site = await quiet();
    for (let to = 13; to < 30; to++) {
      await pongs(site, 2, to + 9);
      await say(site, { ...live, cursor: `at ${to}`, to });
    }
    expect(site.line.of('unsubscribe')).toEqual([]);
  });

  it('is not missed when there was none, and the replica hears that all is as it was', async () => {
    const site = await quiet();
    await pongs(site, 9, 12);
    expect(site.line.of('unsubscribe')).toEqual([]);
    expect(site.target.calls.filter((call) => call === 'live all')).toHaveLength(10);
  });

  it('is not missed of a server that does not say how far it has told', async () => {
    const { to: _, ...older } = live;
    const site = await quiet(older);
    await pongs(site, 9, 99);
    expect(site.line.of('unsubscribe')).toEqual([]);
  });

  it('is not missed of another store', async () => {
    const site = await quiet();
    for (let n = 0; n < 9; n++) {
      await site.time.pass(20_000);
      await say(site, { type: 'pong', heads: { 'store-2': 99 } });
    }
    expect(site.line.of('unsubscribe')).toEqual([]);
  });
});
