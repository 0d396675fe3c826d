import { describe, expect, it } from 'vitest';
import { settled } from '../server/virtual-time.js';
import { draft } from './fake-target.js';
import { ALL, problem, Site } from './site.js';

async function withUnsent(...drafts: ReturnType<typeof draft>[]): Promise<Site> {
  const site = new Site();
  site.target.queue = drafts;
  site.target.wants = [ALL];
  return site.welcomed();
}

function pushed(site: Site): string[][] {
  return site.line.of('push').map(({ ops }) => ops.map(({ opId }) => opId));
}

describe('unsent ops', () => {
  it('go up before anything is read', async () => {
    const site = await withUnsent(draft(['a', 'b']));
    expect(pushed(site)).toEqual([['a', 'b']]);
    expect(site.line.of('subscribe')).toEqual([]);
    await site.ack({ a: {}, b: {} });
    expect(site.line.of('subscribe')).toHaveLength(1);
  });

  it('go up with no more pushes unanswered than the server takes', async () => {
    const site = await withUnsent(draft(['a']), draft(['b']), draft(['c']));
    expect(pushed(site)).toEqual([['a'], ['b']]);
    await site.ack({ a: {} }, 0);
    expect(pushed(site)).toEqual([['a'], ['b'], ['c']]);
  });

  it('go up as atomic when they are', async () => {
    const site = await withUnsent(draft(['a', 'b'], true), draft(['c']));
    expect(site.line.of('push').map(({ atomic }) => atomic)).toEqual([true, undefined]);
  });

  it('go up no faster than the server takes', async () => {
    const site = await withUnsent(...Array.from({ length: 60 }, (_, at) => draft([`${at}a`, `${at}b`, `${at}c`])));
    const begun = site.time.now();
    const answered = new Set<string>();
    while (site.target.queue.length > 0) {
      for (const { ref, ops } of site.line.of('push').filter(({ ref }) => !answered.has(ref))) {
        answered.add(ref);
        site.line.say({ type: 'ack', ref, results: ops.map(({ opId }) => ({ opId, status: 'applied' })) });
      }
      await site.time.pass(10);
      const most = 100 + ((site.time.now() - begun) * 100) / 1_000;
      expect(pushed(site).flat().length).toBeLessThanOrEqual(most);
    }
    expect(site.time.now() - begun).toBeGreaterThanOrEqual(750);
    expect(site.time.now() - begun).toBeLessThanOrEqual(1_000);
  });

  it('go up at once when they are new', async () => {
    const site = await new Site().live();
    site.target.add(draft(['new']));
    expect(pushed(site)).toEqual([['new']]);
    expect(site.state).toBe('live');
  });

  it('are tried again when the server has said, and hold nothing else up', async () => {
    const site = await withUnsent(draft(['a', 'b']));
    await site.ack({ a: { status: 'retry', retryAfterMs: 700 }, b: {} });
    expect(site.target.calls.at(-1)).toBe('acked b:applied');
    expect(site.line.of('subscribe')).toHaveLength(1);
    await site.time.pass(699);
    expect(pushed(site)).toHaveLength(1);
    await site.time.pass(1);
    expect(pushed(site)).toEqual([['a', 'b'], ['a']]);
  });

  it('are tried again after a second when nothing was said of them', async () => {
    const site = await withUnsent(draft(['a', 'b']));
    await site.ack({ a: {} });
    await site.time.pass(999);
    expect(pushed(site)).toHaveLength(1);
    await site.time.pass(1);
    expect(pushed(site).at(-1)).toEqual(['b']);
  });

  it('are told to be refused, each by itself', async () => {
    const site = await withUnsent(draft(['a', 'b']));
    await site.ack({ a: { status: 'rejected', problem: problem('validation-failed') }, b: {} });
    expect(site.target.calls.at(-1)).toBe('acked a:rejected b:applied');
  });

  it('are sent in halves when a push is refused as a whole, until the one is found that is the reason', async () => {
    const site = await withUnsent(draft(['a', 'b', 'c']));
    const refuse = async () => {
      site.line.say({ type: 'error', ref: site.line.last('push').ref, problem: problem('too-large', 413) });
      await settled();
    };
    await refuse();
    expect(pushed(site)).toEqual([['a', 'b', 'c'], ['a']]);
    await site.ack({ a: {} });
    await refuse();
    expect(pushed(site)).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']]);
    expect(site.target.calls.slice(-2)).toEqual(['acked a:applied', 'acked b:rejected']);
    await site.ack({ c: {} });
    expect(site.target.queue).toEqual([]);
  });

  it('that follow one that was found go up side by side again', async () => {
    const site = await withUnsent(draft(['a', 'b']), draft(['c']), draft(['d']));
    site.line.say({ type: 'error', ref: site.line.of('push')[0]!.ref, problem: problem('too-large', 413) });
    await settled();
    await site.ack({ c: {} }, 1);
    expect(pushed(site)).toEqual([['a', 'b'], ['c'], ['a']]);
    site.line.say({ type: 'error', ref: site.line.last('push').ref, problem: problem('too-large', 413) });
    await settled();
    expect(pushed(site).slice(3)).toEqual([['b'], ['d']]);
  });

  it('of an atomic push are refused together when it is', async () => {
    const site = await withUnsent(draft(['a', 'b'], true));
    site.line.say({ type: 'error', ref: site.line.last('push').ref, problem: problem('too-large', 413) });
    await settled();
    expect(site.target.calls.at(-1)).toBe('acked a:rejected b:rejected');
  });

  it('wait when a push cannot be taken now', async () => {
    const site = await withUnsent(draft(['a', 'b']));
    site.line.say({ type: 'error', ref: site.line.last('push').ref, problem: problem('unavailable', 503) });
    await site.time.pass(1_000);
    expect(pushed(site)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('get another node id, once, when their clock stands for something else already', async () => {
    const site = await withUnsent(draft(['a']), draft(['b']));
    await site.ack({ a: { status: 'rejected', problem: problem('clock-reused', 409) } }, 0);
    expect(site.target.calls).not.toContain('renewNode');
    expect(pushed(site)).toEqual([['a'], ['b']]);
    await site.ack({ b: {} }, 1);
    expect(site.target.calls.slice(-2)).toEqual(['acked b:applied', 'renewNode']);
    expect(pushed(site)).toEqual([['a'], ['b'], ['a']]);
    await site.ack({ a: { status: 'rejected', problem: problem('clock-reused', 409) } });
    expect(site.target.calls.at(-1)).toBe('acked a:rejected');
  });

  it('whose clock is ahead are sent again once the time was measured again, and refused then', async () => {
    const site = await withUnsent(draft(['a']));
    await site.ack({ a: { status: 'rejected', problem: problem('clock-skew') } });
    expect(site.target.queue).toHaveLength(1);
    await site.time.pass(1_000);
    expect(site.wire.lines).toHaveLength(2);
    site.line.open();
    site.line.say(site.welcome({ serverTime: site.time.now() - 120_000 }));
    await settled();
    expect(site.target.calls.at(-1)).toBe('shift -120000');
    await site.ack({ a: { status: 'rejected', problem: problem('clock-skew') } });
    expect(site.target.calls.at(-1)).toBe('acked a:rejected');
  });

  describe('for which the server hangs up', () => {
    async function hangUp(site: Site, code: number): Promise<void> {
      const { length } = site.wire.lines;
      site.line.hangUp(code);
      await site.time.until(() => site.wire.lines.length > length);
      site.line.open();
      site.line.say(site.welcome());
      await settled();
    }

    it.each([
      [4400, 'malformed-message'],
      [4413, 'too-large'],
    ])('(%i) are found, and refused with %s', async (code, reason) => {
      const site = await withUnsent(draft(['a', 'b', 'c']));
      const refused: unknown[] = [];
      const { acked } = site.target;
      site.target.acked = async (results) => {
        refused.push(...results.filter(({ status }) => status === 'rejected'));
        await acked.call(site.target, results);
      };
      await hangUp(site, code);
      expect(pushed(site)).toEqual([['a']]);
      await site.ack({ a: {} });
      expect(pushed(site)).toEqual([['a'], ['b']]);
      await hangUp(site, code);
      expect(refused).toMatchObject([{ opId: 'b', problem: { code: reason } }]);
      expect(pushed(site)).toEqual([['c']]);
      await site.ack({ c: {} });
      expect(site.wire.lines).toHaveLength(3);
      expect(site.target.queue).toEqual([]);
    });

    it('are refused only when they were alone twice', async () => {
      const site = await withUnsent(draft(['a']));
      await hangUp(site, 4400);
      expect(pushed(site)).toEqual([['a']]);
      expect(site.target.calls.filter((call) => call.includes('rejected'))).toEqual([]);
      await hangUp(site, 4400);
      expect(site.target.calls).toContain('acked a:rejected');
    });

    it('are refused together when they are atomic', async () => {
      const site = await withUnsent(draft(['a', 'b'], true));
      await hangUp(site, 4413);
      await hangUp(site, 4413);
      expect(site.target.calls).toContain('acked a:rejected b:rejected');
    });

    it('are not looked for when it hangs up for another reason', async () => {
      const site = await withUnsent(draft(['a', 'b']));
      await hangUp(site, 1006);
      await hangUp(site, 4408);
      expect(pushed(site)).toEqual([['a', 'b']]);
      expect(site.target.calls.filter((call) => call.includes('rejected'))).toEqual([]);
    });
  });

  it('that were not answered go up again on the next connection', async () => {
    const site = await withUnsent(draft(['a']));
    site.line.hangUp(1006);
    await site.time.pass(1_000);
    site.line.open();
    site.line.say(site.welcome());
    await settled();
    expect(pushed(site)).toEqual([['a']]);
  });
});
