import { describe, expect, it } from 'vitest';
import { nameOf } from '../../src/value/name.js';

describe('the name of a text', () => {
  it('is the same at any time, since it stands in storage', () => {
    expect(nameOf('{"done":false}')).toBe(nameOf(['{"done":', 'false}'].join('')));
    expect([nameOf(''), nameOf('{"done":false}')]).toMatchInlineSnapshot(`
      [
        "4df5f4d34af49bbec24d9a22ba44f0bc",
        "a454b793b1dc934172edd71398a70202",
      ]
    `);
  });

  it('differs as a whole for texts that differ a little, and each quarter of it nearly always', () => {
    const texts = Array.from({ length: 50_000 }, (_, n) => `{"list":{"$eq":"${n}"},"n":${n % 7}}`);
    const names = texts.map(nameOf);
    expect(new Set(names).size).toBe(texts.length);
    for (const at of [0, 8, 16, 24]) {
      const quarters = new Set(names.map((name) => name.slice(at, at + 8)));
      // by chance, some 0.3 of 50,000 pairs are alike
      expect(texts.length - quarters.size).toBeLessThan(6);
    }
  });

  it('has half of its bits changed by one letter', () => {
    const bits = (name: string) => [...name].map((digit) => parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
    let changed = 0;
    for (let n = 0; n < 1_000; n++) {
      const [one, other] = [bits(nameOf(`where-${n}-a`)), bits(nameOf(`where-${n}-b`))];
      changed += [...one].filter((bit, at) => bit !== other[at]).length;
    }
    expect(changed / 1_000).toBeGreaterThan(56);
    expect(changed / 1_000).toBeLessThan(72);
  });
});
