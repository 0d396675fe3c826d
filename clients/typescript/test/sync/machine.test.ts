import { describe, expect, it } from 'vitest';
import { type MachineEvent, type MachineState, step } from '../../src/sync/machine.js';

const FRESH = { tries: 0, refused: false };
const NOW = 1_000_000;

function closed(code: number, chance = 0.5): MachineEvent {
  return { type: 'closed', code, now: NOW, chance };
}

/** Where a row of events leads from `idle`, and what was to be done on the way. */
function after(...events: MachineEvent[]): { state: MachineState; effects: string[] } {
  let state: MachineState = { at: 'idle' };
  const effects: string[] = [];
  for (const event of events) {
    const next = step(state, event);
    state = next.state;
    effects.push(...next.effects.map(({ type }) => type));
  }
  return { state, effects };
}

const START: MachineEvent = { type: 'start', online: true };
const LIVE: MachineEvent[] = [
  START,
  ...(['opened', 'welcomed', 'pushed', 'caught-up'] as const).map((type) => ({ type })),
];

describe('an engine', () => {
  it('says hello, sends what is unsent, and reads then', () => {
    expect(after(...LIVE)).toEqual({
      state: { at: 'live', ...FRESH },
      effects: ['connect', 'greet', 'upload', 'download'],
    });
  });

  it('waits for a network', () => {
    const offline = after({ type: 'start', online: false });
    expect(offline).toEqual({ state: { at: 'offline', ...FRESH }, effects: [] });
    expect(step(offline.state, { type: 'online' }).effects).toEqual([{ type: 'connect', renew: false }]);
  });

  it('waits longer after each connection that failed, with full jitter, and from the start again once it was live', () => {
    const waits: number[] = [];
    let state = after(START).state;
    for (let tries = 0; tries < 10; tries++) {
      const lost = step(state, closed(1006, 0.999_999));
      waits.push((lost.state as { retryAt: number }).retryAt - NOW);
      state = step(lost.state, { type: 'due' }).state;
    }
    expect(waits).toEqual([499, 999, 1_999, 3_999, 7_999, 15_999, 31_999, 59_999, 59_999, 59_999]);
    expect(after(...LIVE, closed(1006, 0)).state).toMatchObject({ at: 'backoff', retryAt: NOW, tries: 1 });
  });

  it('connects at once when the network is back', () => {
    expect(after(START, closed(1006), { type: 'online' }).effects).toEqual([
      'connect',
      'cut',
      'wait',
      'unwait',
      'connect',
    ]);
  });

  it('asks whether the server is still there when the network has changed', () => {
    expect(after(...LIVE, { type: 'online' }).effects.at(-1)).toBe('probe');
  });

  it('gives up its connection when the network is gone', () => {
    expect(after(...LIVE, { type: 'offline' })).toMatchObject({ state: { at: 'offline' } });
    expect(after(...LIVE, { type: 'offline' }).effects.at(-1)).toBe('cut');
  });

  it('asks once for another token, and is closed when that is refused, too', () => {
    const again = after(START, { type: 'opened' }, closed(4401));
    expect(step(after(START, { type: 'opened' }).state, closed(4401)).effects).toEqual([
      { type: 'cut' },
      { type: 'connect', renew: true },
    ]);
    const refused = step(step(again.state, { type: 'opened' }).state, closed(4401));
    expect(refused.state).toMatchObject({ at: 'closed', problem: { code: 'unauthenticated' } });
  });

  it('asks for another token again after one that was taken', () => {
    const later = after(
      START,
      { type: 'opened' },
      closed(4401),
      { type: 'opened' },
      { type: 'welcomed' },
      closed(4401),
    );
    expect(later.state).toMatchObject({ at: 'connecting', refused: true });
  });

  it.each([
    [4409, 'replaced'],
    [4426, 'protocol-too-old'],
    [4403, 'forbidden'],
  ])('does not come back by itself after %i', (code, problem) => {
    const over = after(START, { type: 'opened' }, closed(code));
    expect(over.state).toMatchObject({ at: 'closed', problem: { code: problem } });
    expect(step(over.state, { type: 'online' }).effects).toEqual([]);
    expect(step(over.state, START).effects).toEqual([{ type: 'connect', renew: false }]);
  });

  it('says hello again when the token that it brought is of another session', () => {
    expect(after(...LIVE, closed(4403)).state).toMatchObject({ at: 'backoff' });
  });

  it('keeps away for a minute at least when what it does is called abuse', () => {
    expect(after(...LIVE, closed(4429, 0)).state).toMatchObject({ at: 'backoff', retryAt: NOW + 60_000 });
  });

  it('comes back when a server that goes away has said, and does not hold it against it', () => {
    const drained = after(...LIVE, { type: 'draining', until: NOW + 2_345 }, closed(4503));
    expect(drained.state).toMatchObject({ at: 'backoff', retryAt: NOW + 2_345, tries: 0 });
    expect(drained.effects).toContain('hush');
  });

  it('says what the server said about the end', () => {
    const problem = { type: 't', title: 'revoked', status: 401, code: 'session-revoked' };
    const state = after(START, { type: 'opened' }, closed(4401), { type: 'opened' }).state;
    expect(step(state, { type: 'closed', code: 4401, now: NOW, chance: 0, problem }).state).toEqual({
      at: 'closed',
      problem,
    });
  });

  it('reads while it is live when there is something new to read', () => {
    expect(after(...LIVE, { type: 'behind' }).state).toMatchObject({ at: 'syncing-down' });
    expect(after(...LIVE, { type: 'behind' }, { type: 'caught-up' }).state).toMatchObject({ at: 'live' });
  });

  it('can be stopped whatever it is at', () => {
    for (const events of [[], [START], LIVE, [START, closed(1006)], [{ type: 'start', online: false } as const]]) {
      expect(after(...events, { type: 'stop' }).state).toEqual({ at: 'closed' });
    }
    expect(after(START, closed(1006), { type: 'stop' }).effects.at(-1)).toBe('unwait');
  });

  it('is closed with the problem of this device, and takes no notice of anything that comes late', () => {
    const problem = { type: 't', title: 'full', status: 0, code: 'storage-full' };
    const failed = after(...LIVE, { type: 'failed', problem });
    expect(failed.state).toEqual({ at: 'closed', problem });
    for (const type of ['opened', 'welcomed', 'pushed', 'caught-up', 'behind', 'due'] as const) {
      expect(step(failed.state, { type })).toEqual({ state: failed.state, effects: [] });
    }
    expect(step(failed.state, closed(1006)).state).toEqual(failed.state);
  });
});
