import { isStamp } from '../clock/hlc.js';
import { StorageError, type Entry, type Table } from '../storage/storage.js';
import { type Check, isClocks, isCount, isDeletion, isFields, isText, listOf, shapeOf } from '../wire/check.js';

const isNumber: Check = (value) => typeof value === 'number';
const isState: Check = (value) => value === 'unsent' || value === 'acked' || value === 'done';
const isOp = shapeOf(
  { opId: isText, collection: isText, id: isText, kind: isText, hlc: isStamp },
  { fields: isFields },
);
const isRecord = shapeOf(
  { s: shapeOf({ fields: isFields, clocks: isClocks }, { deleted: isDeletion }) },
  { g: isCount },
);
const isMember = shapeOf({ g: isCount, restored: isStamp });
const META: Readonly<Record<string, Check>> = {
  node: isText,
  clock: isStamp,
  store: isText,
  epoch: isText,
  offset: isNumber,
  commits: isCount,
  generation: isCount,
};

const SOUND: Readonly<Record<Table, (value: unknown, key: string) => boolean>> = {
  meta: (value, key) => META[key]?.(value) ?? true,
  records: isRecord,
  ops: shapeOf({ op: isOp, at: isNumber, state: isState }, { group: isText, ackedAt: isNumber, seq: isCount }),
  refused: shapeOf({ op: isOp, at: isNumber, problem: isFields }, { group: isText }),
  places: shapeOf(
    { g: isCount, collections: listOf(isText) },
    { cursor: isText, next: isText, asOf: isCount, day: isNumber },
  ),
  members: (value) => isCount(value) || isMember(value),
  journal: isFields,
};

/** Tables whose keys are counters. */
const COUNTED: readonly Table[] = ['ops', 'refused', 'journal'];

/**
 * Looks whether an entry is one that a replica has written; nothing is sound.
 *
 * @throws StorageError `corrupt` when it is not
 */
export function checkSound(table: Table, key: string, value: Entry['value'] | undefined): void {
  if (value !== undefined && !(SOUND[table](value, key) && (!COUNTED.includes(table) || Number(key) >= 0))) {
    throw new StorageError('corrupt', `${table}/${key} cannot be read`);
  }
}
