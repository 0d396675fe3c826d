import { formatStamp } from '../../src/clock/hlc.js';
import type { Op } from '../../src/record/op.js';
import type { RecordState, Stamp } from '../../src/record/state.js';
import type { Json } from '../../src/value/json.js';

const VALUES: readonly Json[] = [null, true, 0, 1, -1.5, '', 'a', '～', '🦷', ['a', 1], { b: 1, a: [null] }, {}];
const ELEMENTS = ['a', 'b', '～', '🦷', '__proto__', 'constructor', '7'];

export type Random = () => number;

export function oneOf<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)]!;
}

/** One of few stamps, so that some meet. */
export function randomStamp(random: Random): Stamp {
  return formatStamp({
    millis: 1_000 + Math.floor(random() * 4),
    counter: Math.floor(random() * 2),
    node: oneOf(random, ['0000000000000001', '8000000000000000']),
  });
}

/** An op on a record with the registers `title`, `__proto__` and `constructor`, and the sets `tags` and `toString`. */
export function randomOp(random: Random, hlc: Stamp = randomStamp(random)): Op {
  const head = { opId: 'op', collection: 'todos', id: 'record', hlc };
  const kind = random();
  if (kind < 0.2) {
    return { ...head, kind: kind < 0.12 ? 'delete' : 'restore' };
  }
  const fields: [string, Json][] = [];
  for (const name of ['title', '__proto__', 'constructor']) {
    if (random() < 0.5) {
      fields.push([name, oneOf(random, VALUES)]);
    }
  }
  for (const name of ['tags', 'toString']) {
    if (random() < 0.5) {
      const some = () => ELEMENTS.filter(() => random() < 0.3);
      fields.push([name, { add: some(), remove: some() }]);
    }
  }
  return { ...head, kind: 'put', fields: Object.fromEntries(fields) };
}

/** A state without order: what is equal is the same text. */
export function textOf(state: RecordState): string {
  return JSON.stringify(state, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
      : value,
  );
}
