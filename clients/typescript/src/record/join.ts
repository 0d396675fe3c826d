import { canonical, equalJson } from '../value/canonical.js';
import type { Json } from '../value/json.js';
import { setOwn } from '../value/own.js';
import { clockOf, type ElementClocks, expandClocks, shortenClocks, valueOf, writtenFields } from './fields.js';
import { joinSets } from './join-sets.js';
import type { Deletion, FieldClock, RecordState } from './state.js';

/** What {@link join} made of two states. */
export interface Joined {
  /** `a` itself when `b` adds nothing to it. */
  readonly state: RecordState;
  /** Fields that are not as they were in `a`; `deleted` stands for the deletion register. */
  readonly changed: readonly string[];
  /** Fields in which both use one clock for different values: a device whose clock ran twice over the same ground. */
  readonly reused: readonly string[];
}

/** A field of a record: its value and its clock. */
interface Field {
  readonly value: Json;
  readonly clock: FieldClock;
}

/**
 * The merge: per field, or per element of a set, the greater clock wins. Commutative, associative and idempotent. Should one clock stand
 * for two values, the greater canonical JSON wins, and a set wins over a register.
 */
export function join(a: RecordState | undefined, b: RecordState): Joined {
  const changed: string[] = [];
  const reused: string[] = [];
  const joined = new Map<string, Field>();
  for (const name of writtenFields(b)) {
    const held = a && fieldOf(a, name);
    const field = joinFields(held, fieldOf(b, name)!, () => reused.push(name));
    if (field !== held && field) {
      joined.set(name, field);
      changed.push(name);
    }
  }
  const deleted = joinDeletions(a?.deleted, b.deleted, () => reused.push('deleted'));
  if (deleted !== a?.deleted) {
    changed.push('deleted');
  }
  return { state: a && changed.length === 0 ? a : replaced(a, joined, deleted), changed, reused };
}

function fieldOf(state: RecordState, name: string): Field | undefined {
  const clock = clockOf(state, name);
  return clock === undefined ? undefined : { value: valueOf(state, name), clock };
}

function joinFields(a: Field | undefined, b: Field, onReuse: () => void): Field | undefined {
  if (typeof b.clock === 'object') {
    const held = a && typeof a.clock === 'object' ? { value: a.value, clocks: a.clock as ElementClocks } : undefined;
    const joined = joinSets(held, { value: b.value, clocks: b.clock as ElementClocks }, onReuse);
    return joined && { value: joined.value, clock: joined.clocks };
  }
  if (a === undefined) {
    return b;
  }
  return typeof a.clock === 'object' || !registerWins(b, a, onReuse) ? a : b;
}

function registerWins(challenger: Field, holder: Field, onReuse: () => void): boolean {
  if (challenger.clock !== holder.clock) {
    return challenger.clock > holder.clock;
  }
  if (equalJson(challenger.value, holder.value)) {
    return false;
  }
  onReuse();
  return canonical(challenger.value) > canonical(holder.value);
}

function joinDeletions(a: Deletion | undefined, b: Deletion | undefined, onReuse: () => void): Deletion | undefined {
  if (a === undefined || b === undefined) {
    return a ?? b;
  }
  if (a.clock !== b.clock) {
    return b.clock > a.clock ? b : a;
  }
  if (a.value !== b.value) {
    onReuse();
  }
  return b.value && !a.value ? b : a;
}

function replaced(
  state: RecordState | undefined,
  changes: ReadonlyMap<string, Field>,
  deleted: Deletion | undefined,
): RecordState {
  const fields: Record<string, Json> = { ...state?.fields };
  const clocks = state ? expandClocks(state) : {};
  for (const [name, field] of changes) {
    setOwn(fields, name, field.value);
    setOwn(clocks, name, field.clock);
  }
  return { fields, clocks: shortenClocks(clocks), ...(deleted && { deleted }) };
}
