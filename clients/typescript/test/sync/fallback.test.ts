import { describe, expect, it } from 'vitest';
import { withFallback } from '../../src/sync/fallback.js';
import { VirtualTime } from '../server/virtual-time.js';
import { Heard } from './heard.js';
import { Wire } from './wire.js';

function both() {
  const [first, second, time] = [new Wire(), new Wire(), new VirtualTime()];
  const transport = withFallback(first, second, time);
  const connect = () => {
    const heard = new Heard();
    transport.connect(heard);
    return heard;
  };
  const fail = (times: number) => {
    for (let at = 0; at < times; at++) {
      connect();
      first.line.hangUp(1006);
    }
  };
  return { first, second, time, connect, fail };
}

describe('a transport with another one to fall back on', () => {
  it('uses the second one after three connections that never opened', () => {
    const { first, second, connect, fail } = both();
    fail(3);
    connect();
    expect([first.lines.length, second.lines.length]).toEqual([3, 1]);
  });

  it('does not count connections that opened', () => {
    const { first, second, connect, fail } = both();
    fail(2);
    connect();
    first.line.open();
    first.line.hangUp(1006);
    fail(2);
    connect();
    expect(second.lines).toHaveLength(0);
  });

  it('takes turns while neither opens, so that a network that was away for long does not decide', () => {
    const { first, second, connect, fail } = both();
    fail(3);
    connect();
    second.line.hangUp(1006);
    connect();
    first.line.open();
    first.line.hangUp(1006);
    connect();
    expect([first.lines.length, second.lines.length]).toEqual([5, 1]);
  });

  it('tries the first one again after a minute', async () => {
    const { second, time, connect, fail } = both();
    fail(3);
    const heard = connect();
    second.line.open();
    await time.pass(59_000);
    expect(heard.all).toEqual([{ type: 'opened' }]);
    await time.pass(1_000);
    expect(heard.all.at(-1)).toEqual({ type: 'closed', code: 1000 });
    expect(second.line.closedWith).toBe(1000);
    second.line.hangUp(1006);
    expect(heard.all).toHaveLength(2);
  });

  it('tries the first one less and less often, twice an hour at least, until it opens', async () => {
    const { first, second, time, connect, fail } = both();
    const lasts = async () => {
      const heard = connect();
      second.line.open();
      const begun = time.now();
      while (heard.all.length < 2) await time.pass(1_000);
      return (time.now() - begun) / 60_000;
    };
    fail(3);
    const minutes = [];
    for (let at = 0; at < 7; at++) {
      minutes.push(await lasts());
      fail(1);
    }
    expect(minutes).toEqual([1, 2, 4, 8, 16, 30, 30]);
    await lasts();
    connect();
    first.line.open();
    first.line.hangUp(1006);
    fail(3);
    expect(await lasts()).toBe(1);
  });
});
