import type { Json } from '../value/json.js';
import { own, setOwn } from '../value/own.js';
import { compareUtf8 } from '../value/text.js';
import { type ElementClocks, presentElements } from './fields.js';
import type { Stamp } from './state.js';

/** A set: the elements that it has, and the clocks of those that it ever had. */
export interface ElementSet {
  readonly value: Json;
  readonly clocks: ElementClocks;
}

/**
 * The join of two sets, element by element; its elements are in the order of their UTF-8 bytes. Returns `undefined` when `b` adds nothing
 * to `a`.
 *
 * @param onReuse told once when one clock stands for an element that is there and for one that is not
 */
export function joinSets(a: ElementSet | undefined, b: ElementSet, onReuse: () => void): ElementSet | undefined {
  const present = a ? presentElements(a.value, a.clocks) : new Set<string>();
  const asked = presentElements(b.value, b.clocks);
  const won: Record<string, Stamp> = {};
  let reused = false;
  for (const [element, clock] of Object.entries(b.clocks)) {
    const held = a && own(a.clocks, element);
    const differs = asked.has(element) !== present.has(element);
    reused ||= clock === held && differs;
    if (held === undefined || clock > held || (clock === held && differs && asked.has(element))) {
      setOwn(won, element, clock);
      if (asked.has(element)) {
        present.add(element);
      } else {
        present.delete(element);
      }
    }
  }
  if (reused) {
    onReuse();
  }
  return Object.keys(won).length === 0 && a
    ? undefined
    : { value: [...present].sort(compareUtf8), clocks: { ...a?.clocks, ...won } };
}
