import type { Stamp } from '../record/state.js';
import type { Random } from '../sync/ports.js';
import { randomHex } from '../value/random.js';

/** A reading of a hybrid logical clock. */
export interface Reading {
  /** Unix ms, 48 bits. */
  readonly millis: number;
  /** Tells readings within a millisecond apart, 16 bits. */
  readonly counter: number;
  /** Random id of the device, 16 lower-case hex digits. */
  readonly node: string;
}

/** The greatest counter. */
export const MAX_COUNTER = 0xffff;

const MAX_MILLIS = 2 ** 48 - 1;
const STAMP = /^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$/;

/** The text of a reading. RangeError when it is outside the range of a clock. */
export function formatStamp(reading: Reading): Stamp {
  const { millis, counter, node } = reading;
  if (!(millis >= 0 && millis <= MAX_MILLIS && counter >= 0 && counter <= MAX_COUNTER)) {
    throw new RangeError(`outside the range of a clock: ${millis}, ${counter}`);
  }
  return `${hex(millis, 12)}-${hex(counter, 4)}-${node}`;
}

/** Reads the text of a reading. RangeError when it is none: another width, upper case, other characters. */
export function parseStamp(text: string): Reading {
  if (!STAMP.test(text)) {
    throw new RangeError(`not a clock: ${text.slice(0, 40)}`);
  }
  return { millis: millisOf(text), counter: parseInt(text.slice(13, 17), 16), node: text.slice(18) };
}

/** Whether a value is the text of a reading. */
export function isStamp(text: unknown): text is Stamp {
  return typeof text === 'string' && STAMP.test(text);
}

/** Unix ms of a stamp. */
export function millisOf(stamp: Stamp): number {
  return parseInt(stamp.slice(0, 12), 16);
}

/** The same reading so many milliseconds later, or earlier; never before 1970. */
export function shiftStamp(stamp: Stamp, millis: number): Stamp {
  const reading = parseStamp(stamp);
  return formatStamp({ ...reading, millis: Math.max(0, reading.millis + Math.round(millis)) });
}

/** A new node id: 64 random bits. */
export function newNode(random: Random): string {
  return randomHex(16, random);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
