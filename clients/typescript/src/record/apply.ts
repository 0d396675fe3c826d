import type { Json } from '../value/json.js';
import { isObject, setOwn } from '../value/own.js';
import { clockOf, shortenClocks } from './fields.js';
import { join } from './join.js';
import type { Op, SetChange } from './op.js';
import type { FieldClock, RecordState, Stamp } from './state.js';

const NOTHING: RecordState = { fields: {}, clocks: {} };

/**
 * The record with the op in it: each register that the op names, each element of a set, or the deletion register, is the op's where its
 * clock is the greater one. Returns `state` itself when the op adds nothing to it.
 *
 * @param sets names of the fields that are sets; unless given, a field is one when it is one in `state`, or when it is not there and the
 *     op's value has the form of a {@link SetChange}
 */
export function applyOp(state: RecordState | undefined, op: Op, sets?: ReadonlySet<string>): RecordState {
  return join(state, patchOf(op, state, sets)).state;
}

/** What an op contributes to a record, as a state with fewer fields; `state` and `sets` as of {@link applyOp}. */
export function patchOf(op: Op, state: RecordState = NOTHING, sets?: ReadonlySet<string>): RecordState {
  if (op.kind !== 'put') {
    return { ...NOTHING, deleted: { value: op.kind === 'delete', clock: op.hlc } };
  }
  const fields: Record<string, Json> = {};
  const clocks: Record<string, FieldClock> = {};
  for (const [name, value] of Object.entries(op.fields ?? {})) {
    const isSet = sets ? sets.has(name) : typeof clockOf(state, name) !== 'string';
    if (isSet && isSetChange(value)) {
      setOwn(fields, name, texts(value.add));
      setOwn(clocks, name, elementClocks(value, op.hlc));
    } else {
      setOwn(fields, name, value as Json);
      setOwn(clocks, name, op.hlc);
    }
  }
  return { fields, clocks: shortenClocks(clocks) };
}

/** Whether a value has the form of a {@link SetChange}. */
export function isSetChange(value: Json | SetChange): value is SetChange {
  return isObject(value) && Object.keys(value).length === 2 && Array.isArray(value.add) && Array.isArray(value.remove);
}

/** What is added and removed at once is added. */
function elementClocks(change: SetChange, hlc: Stamp): Record<string, Stamp> {
  const clocks: Record<string, Stamp> = {};
  for (const element of [...texts(change.remove), ...texts(change.add)]) {
    setOwn(clocks, element, hlc);
  }
  return clocks;
}

function texts(elements: readonly Json[]): string[] {
  return elements.map(String);
}
