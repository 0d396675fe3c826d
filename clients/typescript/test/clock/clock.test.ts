import { expect, test } from 'vitest';
import { isStamp, millisOf, newNode, parseStamp, shiftStamp } from '../../src/clock/hlc.js';
import { HybridClock } from '../../src/clock/hybrid-clock.js';
import { seeded } from '../seeded.js';

const NODE = '9f2c4b7a01d3e688';

test('stamps grow whatever physical time does and others say', () => {
  const random = seeded(7);
  let wall = 1_000_000;
  const clocks = [NODE, newNode(random)].map((node) => new HybridClock({ node, now: () => wall }));
  let last = ['', ''];
  for (let round = 0; round < 5_000; round++) {
    wall += Math.floor(random() * 7) - 3;
    const at = random() < 0.5 ? 0 : 1;
    const stamp = clocks[at]!.now();
    expect(stamp > last[at]!).toBe(true);
    last[at] = stamp;
    if (random() < 0.3) {
      clocks[1 - at]!.observe(stamp);
      last = last.map((own, index) => (index === at || own > stamp ? own : stamp));
    }
  }
});

test('a clock that begins where another ended gives nothing twice', () => {
  const before = new HybridClock({ node: NODE, now: () => 5_000 });
  before.now();
  before.observe('000000002710-00ff-0000000000000001');
  const after = new HybridClock({ node: NODE, now: () => 1, last: before.last! });
  expect(after.last).toBe(before.last);
  expect(after.now()).toBe(before.now());
});

test('a new clock stands nowhere', () => {
  const clock = new HybridClock({ node: NODE, now: () => 1.7 });
  expect(clock.last).toBeUndefined();
  expect(clock.now()).toBe(`000000000001-0000-${NODE}`);
  expect(clock.last).toBe(`000000000001-0000-${NODE}`);
});

test('what is no stamp is not observed', () => {
  const clock = new HybridClock({ node: NODE, now: () => 1 });
  expect(() => clock.observe('yesterday')).toThrow(RangeError);
  expect(clock.last).toBeUndefined();
});

test('a stamp is shifted by milliseconds, and keeps the rest', () => {
  const stamp = `019aa5bd7400-00ff-${NODE}`;
  expect(millisOf(shiftStamp(stamp, -90_000))).toBe(1763717248000 - 90_000);
  expect(shiftStamp(shiftStamp(stamp, 3_600_000), -3_600_000)).toBe(stamp);
  expect(parseStamp(shiftStamp(stamp, -1e15))).toEqual({ millis: 0, counter: 255, node: NODE });
});

test('nodes are random and well-formed', () => {
  const random = seeded(1);
  const nodes = Array.from({ length: 1_000 }, () => newNode(random));
  expect(new Set(nodes).size).toBe(1_000);
  expect(nodes.every((node) => isStamp(`000000000000-0000-${node}`))).toBe(true);
});
