import type { Json } from './json.js';
import { isWellFormed } from './text.js';

/** How deep a value may be nested. */
export const MAX_DEPTH = 32;

/** A value that JSON does not have, or that not every replica could keep. */
export class InvalidValue extends Error {
  /** `InvalidValue`. */
  override readonly name: string = 'InvalidValue';

  /** @param pointer JSON pointer to the fault, from the value that was looked at */
  constructor(
    readonly pointer: string,
    /** What is wrong with it. */
    readonly detail: string,
  ) {
    super(`${pointer || 'the value'} ${detail}`);
  }
}

/**
 * Refuses what cannot be kept by every replica: what JSON does not have, a number that is not finite, an integer beyond ±(2^53 - 1) (it may
 * be another one rounded), U+0000 or a lone surrogate in a text or a name, nesting deeper than {@link MAX_DEPTH}.
 *
 * @throws InvalidValue with a pointer to the first fault
 */
export function checkJson(value: unknown, pointer = ''): asserts value is Json {
  check(value, pointer, 0);
}

/** A name as a step of a JSON pointer (RFC 6901). */
export function pointerStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function check(value: unknown, pointer: string, depth: number): void {
  if (typeof value === 'string') {
    checkText(value, pointer);
  } else if (typeof value === 'number') {
    checkNumber(value, pointer);
  } else if (typeof value === 'object' && value !== null) {
    checkInside(value, pointer, depth + 1);
  } else if (value !== null && typeof value !== 'boolean') {
    throw new InvalidValue(pointer, 'is not a JSON value');
  }
}

function checkInside(value: object, pointer: string, depth: number): void {
  if (depth > MAX_DEPTH) {
    throw new InvalidValue(pointer, 'is nested too deep');
  }
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      check(value[at], `${pointer}/${at}`, depth);
    }
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new InvalidValue(pointer, 'is not a plain object');
  }
  for (const [name, member] of Object.entries(value)) {
    checkText(name, pointer);
    check(member, `${pointer}/${pointerStep(name)}`, depth);
  }
}

function checkNumber(value: number, pointer: string): void {
  if (!Number.isFinite(value)) {
    throw new InvalidValue(pointer, 'is not a finite number');
  }
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new InvalidValue(pointer, 'is an integer beyond 2^53');
  }
}

function checkText(text: string, pointer: string): void {
  if (text.includes('\0')) {
    throw new InvalidValue(pointer, 'contains U+0000');
  }
  if (!isWellFormed(text)) {
    throw new InvalidValue(pointer, 'contains a lone surrogate');
  }
}
