import { valueOf } from '../record/fields.js';
import type { Op, OpKind, SetChange } from '../record/op.js';
import type { RecordState } from '../record/state.js';
import { isDeleted } from '../record/tombstone.js';
import { type CheckedFields, Exactly } from '../schema/fields.js';
import type { Json } from '../value/json.js';
import { setOwn } from '../value/own.js';

/** What an app wants to become of one record, before it is stamped. */
export interface Step {
  readonly collection: string;
  readonly id: string;
  readonly kind: OpKind;
  readonly fields?: CheckedFields;
  /** Whether the id was made just now, so that the record is nowhere yet. */
  readonly isNew?: boolean;
}

/** The names of the fields of a collection that are sets. */
export type SetNames = ReadonlySet<string>;

/** The fields of the op that makes a step on this state; of sets what changes. */
export function opFields(step: Step, state: RecordState | undefined, sets: SetNames): NonNullable<Op['fields']> {
  const fields: Record<string, Json | SetChange> = {};
  for (const [name, value] of Object.entries(step.fields ?? {})) {
    if (!sets.has(name)) {
      setOwn(fields, name, value as Json);
      continue;
    }
    const change =
      value instanceof Exactly ? difference(elementsOf(state, name), value.elements) : (value as SetChange);
    if (change.add.length + change.remove.length > 0) {
      setOwn(fields, name, change);
    }
  }
  return fields;
}

/** The step that takes an op back which was made on this state; nothing when it changes nothing. */
export function inverseOf(op: Op, state: RecordState | undefined, sets: SetNames): Step | undefined {
  const { collection, id } = op;
  const isShown = state !== undefined && !isDeleted(state);
  if (op.kind === 'delete') {
    return isShown ? { collection, id, kind: 'restore' } : undefined;
  }
  if (op.kind === 'restore') {
    return isShown ? undefined : { collection, id, kind: 'delete' };
  }
  if (state === undefined) {
    return { collection, id, kind: 'delete' };
  }
  const fields: Record<string, Json | SetChange> = {};
  for (const [name, value] of Object.entries(op.fields ?? {})) {
    const before = sets.has(name) ? backwards(value as SetChange, elementsOf(state, name)) : valueOf(state, name);
    setOwn(fields, name, before);
  }
  return { collection, id, kind: 'put', fields };
}

/** The elements that a set has. */
export function elementsOf(state: RecordState | undefined, name: string): readonly string[] {
  const value = state && valueOf(state, name);
  return Array.isArray(value) ? value.map(String) : [];
}

function difference(present: readonly string[], wanted: readonly string[]): SetChange {
  return {
    add: wanted.filter((element) => !present.includes(element)),
    remove: present.filter((element) => !wanted.includes(element)),
  };
}

function backwards({ add, remove }: SetChange, present: readonly string[]): SetChange {
  return {
    add: remove.filter((element) => present.includes(String(element)) && !add.includes(element)),
    remove: add.filter((element) => !present.includes(String(element))),
  };
}
