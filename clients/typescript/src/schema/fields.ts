import type { SetChange } from '../record/op.js';
import { InvalidValue, pointerStep } from '../value/check.js';
import type { Json } from '../value/json.js';
import { isObject, own, setOwn } from '../value/own.js';
import type { SetField } from './field.js';
import type { CollectionSchema } from './schema.js';

/** A write of one record that the schema allows; a set is a {@link SetChange}, or all of its elements (`exactly`). */
export type CheckedFields = Readonly<Record<string, Json | SetChange | Exactly>>;

/** All elements that a set shall have. */
export class Exactly {
  constructor(readonly elements: readonly string[]) {}
}

/**
 * Checks what an app wants to write.
 *
 * @throws InvalidValue with a pointer to the first field that the collection does not have, or that cannot have this value
 */
export function checkFields(schema: CollectionSchema, fields: Readonly<Record<string, unknown>>): CheckedFields {
  const checked: Record<string, Json | SetChange | Exactly> = {};
  for (const [name, value] of Object.entries(fields)) {
    const pointer = `/${pointerStep(name)}`;
    const field = own(schema, name);
    if (!field) {
      throw new InvalidValue(pointer, 'is not a field of the collection');
    }
    if (value === undefined) {
      continue;
    }
    if (field.merge === 'set') {
      setOwn(checked, name, setInput(field, value, pointer));
    } else {
      const check: (value: unknown, pointer: string) => void = field.check;
      check(value, pointer);
      setOwn(checked, name, JSON.parse(JSON.stringify(value)) as Json);
    }
  }
  return checked;
}

function setInput(field: SetField<string>, value: unknown, pointer: string): SetChange | Exactly {
  if (Array.isArray(value)) {
    return new Exactly(elements(field, value, pointer));
  }
  if (!isObject(value)) {
    throw new InvalidValue(pointer, 'is neither an array nor {add, remove}');
  }
  return {
    add: elements(field, value.add ?? [], `${pointer}/add`),
    remove: elements(field, value.remove ?? [], `${pointer}/remove`),
  };
}

function elements(field: SetField<string>, value: unknown, pointer: string): string[] {
  if (!Array.isArray(value)) {
    throw new InvalidValue(pointer, 'is not an array');
  }
  const check: (value: unknown, pointer: string) => void = field.check;
  value.forEach((element, at) => check(element, `${pointer}/${at}`));
  return [...new Set(value as string[])];
}
