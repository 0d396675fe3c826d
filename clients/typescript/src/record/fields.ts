import type { Json } from '../value/json.js';
import { own, setOwn } from '../value/own.js';
import type { Clocks, FieldClock, RecordState, Stamp } from './state.js';

/** The clocks of a set: every element that it ever had. */
export type ElementClocks = Readonly<Record<string, Stamp>>;

/** The clock of a field; nothing when it was never written. */
export function clockOf(state: RecordState, name: string): FieldClock | undefined {
  const { clocks, fields } = state;
  if (typeof clocks === 'string') {
    return Object.hasOwn(fields, name) ? clocks : undefined;
  }
  const clock = own(clocks, name);
  return typeof clock === 'object' && isEmpty(clock) ? undefined : clock;
}

/** The names of the fields that were ever written. */
export function writtenFields(state: RecordState): string[] {
  const names = Object.keys(typeof state.clocks === 'string' ? state.fields : state.clocks);
  return names.filter((name) => clockOf(state, name) !== undefined);
}

/** The clocks by the names of all fields, in an object of one's own. */
export function expandClocks(state: RecordState): Record<string, FieldClock> {
  const clocks: Record<string, FieldClock> = {};
  for (const name of writtenFields(state)) {
    setOwn(clocks, name, clockOf(state, name)!);
  }
  return clocks;
}

/** One text when there are registers only, and all share their clock; the clocks as they are otherwise. */
export function shortenClocks(clocks: Readonly<Record<string, FieldClock>>): Clocks {
  const [first, ...others] = Object.values(clocks);
  return typeof first === 'string' && others.every((clock) => clock === first) ? first : clocks;
}

/** The value of a field that was written: `null` unless it says otherwise. */
export function valueOf(state: RecordState, name: string): Json {
  return own(state.fields, name) ?? null;
}

/** The elements that a set has now, of those that it ever had. */
export function presentElements(value: Json, clocks: ElementClocks): Set<string> {
  const elements = Array.isArray(value) ? value.map(String) : [];
  return new Set(elements.filter((element) => Object.hasOwn(clocks, element)));
}

function isEmpty(object: object): boolean {
  for (const name in object) {
    if (Object.hasOwn(object, name)) {
      return false;
    }
  }
  return true;
}
