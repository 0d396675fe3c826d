import { isStamp } from '../clock/hlc.js';
import { isObject } from '../value/own.js';

/** Whether a value is what a message needs it to be. */
export type Check = (value: unknown) => boolean;

/** A text. */
export const isText: Check = (value) => typeof value === 'string';
/** A boolean. */
export const isTrueOrFalse: Check = (value) => typeof value === 'boolean';
/** An integer from 0 to 2^53. */
export const isCount: Check = (value) => Number.isInteger(value) && (value as number) >= 0;

/** An array of such values. */
export function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

/** An object whose members are all such values. */
export function mapOf(check: Check): Check {
  return (value) => isObject(value) && Object.values(value).every(check);
}

/** An object with these members; those that `may` be there are absent or well-formed. Further ones are not looked at. */
export function shapeOf(needs: Readonly<Record<string, Check>>, may: Readonly<Record<string, Check>> = {}): Check {
  const needed = Object.entries(needs);
  const possible = Object.entries(may);
  return (value) =>
    isObject(value) &&
    needed.every(([name, check]) => check(value[name])) &&
    possible.every(([name, check]) => value[name] === undefined || check(value[name]));
}

/** The fields of a record. */
export const isFields: Check = isObject;

/** The clocks of fields. */
export const isClocks: Check = (value) => isStamp(value) || isClockMap(value);
const isClockMap = mapOf((clock) => isStamp(clock) || isElementMap(clock));
const isElementMap = mapOf(isStamp);

/** The register that says whether a record is deleted. */
export const isDeletion = shapeOf({ value: isTrueOrFalse, clock: isStamp });
