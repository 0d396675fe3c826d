import type { Json } from '../value/json.js';
import { isObject } from '../value/own.js';
import { Clocks, clocksText, Skimmed } from './clocks.js';
import { SIZES } from './sizes.js';
import type { Entry } from './storage.js';

/**
 * Neighbouring entries of `records` in two texts: read at once, they come many times as fast as one by one. Clocks are more than half of what a record
 * has, and who only shows records does not ask for them, so they have a text of their own.
 */
type Pack = readonly [shown: string, clocks: string];

/** At least the first of the entries, and as many more, `most` in all, as there is room for; how many these are, and how many characters. */
export function pack(entries: readonly Entry[], most: number): { value: Pack; packed: number; size: number } {
  const keys: string[] = [];
  const shown: string[] = [];
  const clocks: string[] = [];
  const stamps = new Map<string, number>();
  let size = 0;
  for (const { key, value } of entries.slice(0, most)) {
    const [rest, its] = parted(value, stamps);
    size += rest.length + its.length;
    if (keys.length > 0 && size > SIZES.text) break;
    keys.push(key);
    shown.push(rest);
    clocks.push(its);
  }
  const texts: Pack = [
    `[${JSON.stringify(keys)},[${shown.join()}]]`,
    `[${JSON.stringify([...stamps.keys()])},[${clocks.join()}]]`,
  ];
  return { value: texts, packed: keys.length, size };
}

/** The entries of a pack, in the order of their keys; nothing when it is broken. With `skim`, clocks are read when somebody asks for them. */
export function unpack(value: unknown, skim: boolean): Entry[] | undefined {
  try {
    const [shown, text] = value as Pack;
    const [keys, values] = JSON.parse(shown) as [string[], { s: { fields?: unknown } }[]];
    const clocks = new Clocks(text);
    values.forEach((each, at) => {
      if (!skim) {
        const its = clocks.at(at);
        if (its !== null) Object.assign(each.s, { clocks: its });
      } else if (isRecord(each) && !('clocks' in each.s)) {
        each.s = new Skimmed(each.s, clocks, at);
      }
    });
    return keys.map((key, at) => ({ key, value: values[at] as unknown as Json }));
  } catch {
    return undefined;
  }
}

/** The text of an entry without its clocks, and theirs; that of `null` when it has none that can be set apart. */
function parted(value: Json, stamps: Map<string, number>): [string, string] {
  if (isRecord(value)) {
    const { clocks, ...rest } = value.s;
    const text = isObject(clocks) || typeof clocks === 'string' ? clocksText(clocks as Json, stamps) : undefined;
    if (text !== undefined) return [JSON.stringify({ ...(value as object), s: rest }), text];
  }
  return [JSON.stringify(value), 'null'];
}

function isRecord(value: unknown): value is { s: { fields?: unknown; clocks?: unknown } } {
  return isObject(value) && isObject(value.s) && isObject(value.s.fields);
}
