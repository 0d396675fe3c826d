import { describe, expect, test } from 'vitest';
import { formatStamp, isStamp, parseStamp } from '../../src/clock/hlc.js';
import { HybridClock } from '../../src/clock/hybrid-clock.js';
import { vectors } from '../vectors.js';

interface Vectors {
  text: { millis: number; counter: number; node: string; text: string }[];
  order: string[];
  invalid: string[];
  runs: { name: string; steps: { wall?: number; observe?: [number, number]; now?: [number, number] }[] }[];
}

const clock = vectors<Vectors>('clock.json');
const NODE = '9f2c4b7a01d3e688';

test.each(clock.text)('$text is read and written', ({ text, ...reading }) => {
  expect(formatStamp(reading)).toBe(text);
  expect(parseStamp(text)).toEqual(reading);
  expect(isStamp(text)).toBe(true);
});

test('the order of texts is the order of clocks', () => {
  expect([...clock.order].reverse().sort()).toEqual(clock.order);
});

test.each(clock.invalid)('"%s" is no clock', (text) => {
  expect(isStamp(text)).toBe(false);
  expect(() => parseStamp(text)).toThrow(RangeError);
});

describe('a clock', () => {
  test.each(clock.runs)('$name', ({ steps }) => {
    let wall = 0;
    const hybrid = new HybridClock({ node: NODE, now: () => wall });
    for (const step of steps) {
      wall = step.wall ?? wall;
      if (step.observe) {
        hybrid.observe(formatStamp({ millis: step.observe[0], counter: step.observe[1], node: '0000000000000001' }));
      }
      if (step.now) {
        expect(hybrid.now()).toBe(formatStamp({ millis: step.now[0], counter: step.now[1], node: NODE }));
      }
    }
  });
});
