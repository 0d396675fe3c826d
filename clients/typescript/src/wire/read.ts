import { isObject, own } from '../value/own.js';
import {
  type Check,
  isClocks,
  isCount,
  isDeletion,
  isFields,
  isText,
  isTrueOrFalse,
  listOf,
  mapOf,
  shapeOf,
} from './check.js';
import type { ServerMessage } from './messages.js';

/**
 * Reads a frame. Members that are not known are kept and mean nothing; those that are needed are there and well-formed.
 *
 * @returns nothing when it is no message, or one of a type that this client does not know
 */
export function readServerMessage(text: string): ServerMessage | undefined {
  try {
    return asServerMessage(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Like {@link readServerMessage}, of what a JSON parser made. */
export function asServerMessage(json: unknown): ServerMessage | undefined {
  const type = isObject(json) && typeof json.type === 'string' ? json.type : '';
  return own(MESSAGES, type)?.(json) ? (json as unknown as ServerMessage) : undefined;
}

const RESULTS = new Set<unknown>(['applied', 'superseded', 'duplicate', 'rejected', 'retry']);
const KINDS = new Set<unknown>(['put', 'delete', 'restore', 'enter', 'leave']);

const isFault = shapeOf({ pointer: isText, detail: isText });
/** An RFC 9457 problem. */
export const isProblem = shapeOf(
  { type: isText, title: isText, status: isCount, code: isText },
  { detail: isText, errors: listOf(isFault) },
);
const isLimits = shapeOf(
  { frameBytes: isCount, opsPerPush: isCount, opsPerSecond: isCount, recordBytes: isCount, inFlightPushes: isCount },
  { subscriptions: isCount },
);
const isHead = shapeOf({ storeId: isText, epoch: isText, head: isCount });
const isDevice = shapeOf({ deviceId: isText }, { name: isText, platform: isText, state: isFields });
const isActivity = shapeOf(
  { id: isText, kind: isText, resource: isText, state: isFields, version: isCount, ageMs: isCount },
  { title: isText, deviceId: isText },
);
const isResult = shapeOf(
  { opId: isText, status: (status) => RESULTS.has(status) },
  {
    outcome: isText,
    seq: isCount,
    changed: isFields,
    clocks: isClocks,
    deleted: isDeletion,
    retryAfterMs: isCount,
    problem: isProblem,
  },
);
const isRecord = shapeOf(
  { collection: isText, id: isText, fields: isFields, clocks: isClocks },
  { deleted: isDeletion },
);
const isEvent = shapeOf(
  { seq: isCount, collection: isText, id: isText, kind: (kind) => KINDS.has(kind) },
  { changed: isFields, fields: isFields, clocks: isClocks, deleted: isDeletion, opId: isText, deviceId: isText },
);
const isLeaf = shapeOf({ count: isCount, sum: isText });

const ofStore = { storeId: isText };
const ofActivity = { ...ofStore, activityId: isText, version: isCount };

const MESSAGES: Readonly<Record<string, Check>> = {
  welcome: shapeOf(
    { session: isText, serverTime: isCount, limits: isLimits, stores: listOf(isHead) },
    { activities: listOf(isActivity), devices: listOf(isDevice) },
  ),
  ack: shapeOf({ ref: isText, results: listOf(isResult) }),
  snapshot: shapeOf(
    { ref: isText, ...ofStore, asOf: isCount, full: isTrueOrFalse, records: listOf(isRecord) },
    { sub: isText, next: isText, cursor: isText },
  ),
  delta: shapeOf({ sub: isText, ...ofStore, from: isCount, to: isCount, cursor: isText, events: listOf(isEvent) }),
  live: shapeOf({ sub: isText, ...ofStore, cursor: isText }, { to: isCount }),
  reset: shapeOf({ sub: isText, ...ofStore, epoch: isText, reason: isText }),
  lagging: shapeOf({ sub: isText, cursor: isText }),
  digest: shapeOf(
    { ref: isText, ...ofStore, collection: isText, asOf: isCount, purgedBefore: isCount },
    { root: isLeaf, leaves: listOf(isLeaf), leaf: isCount, hashes: mapOf(isText) },
  ),
  draining: shapeOf({ retryAfterMs: isCount }),
  ok: shapeOf({}, { ref: isText, version: isCount }),
  pong: shapeOf({ heads: mapOf(isCount) }, { t: isCount }),
  'token-expiring': shapeOf({ inSeconds: isCount }),
  error: shapeOf({ problem: isProblem }, { ref: isText }),
  presence: shapeOf(
    { ...ofStore, deviceId: isText, online: isTrueOrFalse },
    { name: isText, platform: isText, state: isFields },
  ),
  present: shapeOf({ ...ofStore, activities: listOf(isActivity), devices: listOf(isDevice) }),
  'handoff.offered': shapeOf({ ...ofActivity, activity: isActivity }),
  'handoff.release-requested': shapeOf({ ...ofActivity, deviceId: isText, withinMs: isCount }),
  'handoff.granted': shapeOf({ ...ofActivity, activity: isActivity }, { ref: isText, from: isText }),
  'handoff.claimed': shapeOf({ ...ofActivity, deviceId: isText }, { activity: isActivity }),
  'handoff.expired': shapeOf(ofActivity),
};
