import { checkJson, InvalidValue, pointerStep } from '../value/check.js';
import type { Json } from '../value/json.js';
import { isObject } from '../value/own.js';
import { all, any, contains, exists, type Filter, not, oneOf, ordered, ORDERS } from './filter.js';

export type { Filter } from './filter.js';

const MAX_DEPTH = 4;
const MAX_TERMS = 32;
const MAX_VALUES = 64;
const MAX_TEXT = 200;
const MAX_NAME = 128;

/** A filter that is none. `pointer` is a JSON pointer to the fault, from the filter. */
export class InvalidWhere extends InvalidValue {
  /** `InvalidWhere`. */
  override readonly name = 'InvalidWhere';
}

/**
 * Reads a filter in the syntax of section 4 of the sync protocol. Refuses whatever it does not know.
 *
 * @throws InvalidWhere when it is none
 */
export function readWhere(json: unknown): Filter {
  try {
    checkJson(json);
  } catch (fault) {
    throw fault instanceof InvalidValue ? new InvalidWhere(fault.pointer, fault.detail) : fault;
  }
  return new WhereReader().conditions(json, '', 1);
}

class WhereReader {
  #terms = 0;

  conditions(json: Json, pointer: string, depth: number): Filter {
    const members = Object.entries(objectAt(json, pointer));
    if (depth > MAX_DEPTH) {
      throw new InvalidWhere(pointer, `is nested deeper than ${MAX_DEPTH}`);
    }
    if (members.length === 0) {
      this.#count(pointer);
    }
    return all(members.map(([name, value]) => this.#member(name, value, `${pointer}/${pointerStep(name)}`, depth)));
  }

  #member(name: string, json: Json, pointer: string, depth: number): Filter {
    switch (name) {
      case '$and':
        return all(this.#each(json, pointer, depth));
      case '$or':
        return any(this.#each(json, pointer, depth));
      case '$not':
        return not(this.conditions(json, pointer, depth + 1));
      default:
        return this.#field(name, json, pointer, depth);
    }
  }

  #each(json: Json, pointer: string, depth: number): Filter[] {
    if (!Array.isArray(json) || json.length === 0) {
      throw new InvalidWhere(pointer, 'is not an array of conditions');
    }
    return json.map((item: Json, at) => this.conditions(item, `${pointer}/${at}`, depth + 1));
  }

  #field(name: string, json: Json, pointer: string, depth: number): Filter {
    if (name === '' || name.length > MAX_NAME) {
      throw new InvalidWhere(pointer, 'is not the name of a field');
    }
    if (name.startsWith('$')) {
      throw new InvalidWhere(pointer, 'is not an operator that stands here');
    }
    if (!isObject(json)) {
      this.#count(pointer);
      return oneOf(name, [scalar(json, pointer)]);
    }
    const operators = Object.entries(json as Record<string, Json>);
    if (operators.length === 0) {
      throw new InvalidWhere(pointer, 'names no operator');
    }
    if (depth > MAX_DEPTH) {
      throw new InvalidWhere(pointer, `is nested deeper than ${MAX_DEPTH}`);
    }
    return all(
      operators.map(([operator, operand]) =>
        this.#test(name, operator, operand, `${pointer}/${pointerStep(operator)}`, depth),
      ),
    );
  }

  #test(field: string, operator: string, operand: Json, pointer: string, depth: number): Filter {
    if (operator === '$not') {
      return not(this.#field(field, objectAt(operand, pointer), pointer, depth + 1));
    }
    this.#count(pointer);
    switch (operator) {
      case '$eq':
        return oneOf(field, [scalar(operand, pointer)]);
      case '$ne':
        return not(oneOf(field, [scalar(operand, pointer)]));
      case '$in':
        return oneOf(field, values(operand, pointer));
      case '$nin':
        return not(oneOf(field, values(operand, pointer)));
      case '$exists':
        return existing(field, operand, pointer);
      case '$contains':
        return contains(field, scalar(operand, pointer));
      default:
        return compared(field, operator, operand, pointer);
    }
  }

  #count(pointer: string): void {
    this.#terms++;
    if (this.#terms > MAX_TERMS) {
      throw new InvalidWhere(pointer, `is one condition more than the ${MAX_TERMS} of a filter`);
    }
  }
}

function existing(field: string, operand: Json, pointer: string): Filter {
  if (typeof operand !== 'boolean') {
    throw new InvalidWhere(pointer, 'is neither true nor false');
  }
  return operand ? exists(field) : not(exists(field));
}

function compared(field: string, operator: string, operand: Json, pointer: string): Filter {
  if (!Object.hasOwn(ORDERS, operator)) {
    throw new InvalidWhere(pointer, 'is not an operator that stands here');
  }
  const bound = scalar(operand, pointer);
  if (typeof bound !== 'string' && typeof bound !== 'number') {
    throw new InvalidWhere(pointer, 'is neither a number nor a text');
  }
  return ordered(field, operator as keyof typeof ORDERS, bound);
}

function values(operand: Json, pointer: string): Json[] {
  if (!Array.isArray(operand) || operand.length > MAX_VALUES) {
    throw new InvalidWhere(pointer, `is not an array of at most ${MAX_VALUES} values`);
  }
  return operand.map((value: Json, at) => scalar(value, `${pointer}/${at}`));
}

function scalar(operand: Json, pointer: string): Json {
  if (typeof operand === 'string' && operand.length > MAX_TEXT) {
    throw new InvalidWhere(pointer, `is longer than ${MAX_TEXT} characters`);
  }
  if (typeof operand === 'object' && operand !== null) {
    throw new InvalidWhere(pointer, 'is not null, a boolean, a number or a text');
  }
  return operand;
}

function objectAt(json: Json, pointer: string): Readonly<Record<string, Json>> {
  if (isObject(json)) {
    return json as Readonly<Record<string, Json>>;
  }
  throw new InvalidWhere(pointer, 'is not an object');
}
