import type { Clocks, Deletion } from '../record/state.js';
import type { Fields } from '../value/json.js';
import type { Problem } from './problem.js';

/** What the server says, as docs/specs/sync-protocol.md has it. */
export type ServerMessage =
  | Welcome
  | Ack
  | Snapshot
  | Delta
  | Live
  | Reset
  | Lagging
  | DigestAnswer
  | Draining
  | Ok
  | Pong
  | TokenExpiring
  | ErrorMessage
  | Presence
  | Present
  | Offered
  | ReleaseRequested
  | Granted
  | Claimed
  | Expired;

export interface Limits {
  readonly frameBytes: number;
  readonly opsPerPush: number;
  readonly opsPerSecond: number;
  readonly recordBytes: number;
  readonly inFlightPushes: number;
  /** Of a connection; not told by older servers. */
  readonly subscriptions?: number;
}
/** The limits of a server that does not tell its own. */
export const DEFAULT_LIMITS: Required<Limits> = {
  frameBytes: 1_048_576,
  opsPerPush: 500,
  opsPerSecond: 2_000,
  recordBytes: 262_144,
  inFlightPushes: 4,
  subscriptions: 32,
};
export interface StoreHead {
  readonly storeId: string;
  readonly epoch: string;
  readonly head: number;
}
/** A device that is online. */
export interface OnlineDevice {
  /** Its id. */
  readonly deviceId: string;
  /** What its user calls it. */
  readonly name?: string;
  /** What it runs on. */
  readonly platform?: string;
  /** What it is at, as it told. */
  readonly state?: Fields;
}
/** Something that a person is at. */
export interface Activity {
  /** Its id: a UUID. */
  readonly id: string;
  /** What kind of thing it is, as the app calls that. */
  readonly kind: string;
  /** What it is about, as the app names that. */
  readonly resource: string;
  /** For people. */
  readonly title?: string;
  /** How far it is. */
  readonly state: Fields;
  /** Raised whenever it moves to another device. */
  readonly version: number;
  /** Absent when no device has it. */
  readonly deviceId?: string;
  /** How long ago the state was told. */
  readonly ageMs: number;
}
export interface Welcome {
  readonly type: 'welcome';
  readonly session: string;
  readonly serverTime: number;
  readonly limits: Limits;
  readonly stores: readonly StoreHead[];
  readonly activities?: readonly Activity[];
  readonly devices?: readonly OnlineDevice[];
}
export type OpStatus = 'applied' | 'superseded' | 'duplicate' | 'rejected' | 'retry';
export interface OpResult {
  readonly opId: string;
  readonly status: OpStatus;
  /** Of a duplicate: what it was answered first. */
  readonly outcome?: 'applied' | 'superseded';
  readonly seq?: number;
  /** The op's fields as they stand; absent, with `clocks`, when all stand as they were sent. */
  readonly changed?: Fields;
  readonly clocks?: Clocks;
  readonly deleted?: Deletion;
  readonly retryAfterMs?: number;
  readonly problem?: Problem;
}
export interface Ack {
  readonly type: 'ack';
  readonly ref: string;
  readonly results: readonly OpResult[];
}
export interface WireRecord {
  readonly collection: string;
  readonly id: string;
  readonly fields: Fields;
  readonly clocks: Clocks;
  readonly deleted?: Deletion;
}
export interface Snapshot {
  readonly type: 'snapshot';
  readonly sub?: string;
  readonly ref: string;
  readonly storeId: string;
  readonly asOf: number;
  readonly full: boolean;
  readonly records: readonly WireRecord[];
  readonly next?: string;
  readonly cursor?: string;
}
export type EventKind = 'put' | 'delete' | 'restore' | 'enter' | 'leave';
export interface StoreEvent {
  readonly seq: number;
  readonly collection: string;
  readonly id: string;
  readonly kind: EventKind;
  readonly changed?: Fields;
  readonly fields?: Fields;
  readonly clocks?: Clocks;
  readonly deleted?: Deletion;
  readonly opId?: string;
  readonly deviceId?: string;
}
export interface Delta {
  readonly type: 'delta';
  readonly sub: string;
  readonly storeId: string;
  readonly from: number;
  readonly to: number;
  readonly cursor: string;
  readonly events: readonly StoreEvent[];
}
export interface Live {
  readonly type: 'live';
  readonly sub: string;
  readonly storeId: string;
  readonly cursor: string;
  /** The `seq` up to which everything was told; older servers leave it out. */
  readonly to?: number;
}
export interface Reset {
  readonly type: 'reset';
  readonly sub: string;
  readonly storeId: string;
  readonly epoch: string;
  readonly reason: string;
}
export interface Lagging {
  readonly type: 'lagging';
  readonly sub: string;
  readonly cursor: string;
}
export interface LeafSum {
  readonly count: number;
  /** 16 hex digits. */
  readonly sum: string;
}
export interface DigestAnswer {
  readonly type: 'digest';
  readonly ref: string;
  readonly storeId: string;
  readonly collection: string;
  readonly asOf: number;
  readonly purgedBefore: number;
  readonly root?: LeafSum;
  readonly leaves?: readonly LeafSum[];
  readonly leaf?: number;
  readonly hashes?: Readonly<Record<string, string>>;
}
export interface Draining {
  readonly type: 'draining';
  readonly retryAfterMs: number;
}
export interface Ok {
  readonly type: 'ok';
  readonly ref?: string;
  readonly version?: number;
}
export interface Pong {
  readonly type: 'pong';
  readonly t?: number;
  readonly heads: Readonly<Record<string, number>>;
}
export interface TokenExpiring {
  readonly type: 'token-expiring';
  readonly inSeconds: number;
}
export interface ErrorMessage {
  readonly type: 'error';
  readonly ref?: string;
  readonly problem: Problem;
}
export interface Presence {
  readonly type: 'presence';
  readonly storeId: string;
  readonly deviceId: string;
  readonly online: boolean;
  readonly name?: string;
  readonly platform?: string;
  readonly state?: Fields;
}
export interface Present {
  readonly type: 'present';
  readonly storeId: string;
  readonly activities: readonly Activity[];
  readonly devices: readonly OnlineDevice[];
}
export interface Offered {
  readonly type: 'handoff.offered';
  readonly storeId: string;
  readonly activityId: string;
  readonly version: number;
  readonly activity: Activity;
}
export interface ReleaseRequested {
  readonly type: 'handoff.release-requested';
  readonly storeId: string;
  readonly activityId: string;
  readonly version: number;
  readonly deviceId: string;
  readonly withinMs: number;
}
export interface Granted {
  readonly type: 'handoff.granted';
  readonly ref?: string;
  readonly storeId: string;
  readonly activityId: string;
  readonly version: number;
  readonly activity: Activity;
  readonly from?: string;
}
export interface Claimed {
  readonly type: 'handoff.claimed';
  readonly storeId: string;
  readonly activityId: string;
  readonly version: number;
  readonly deviceId: string;
  /** With the state that it has moved with; older servers leave it out. */
  readonly activity?: Activity;
}
export interface Expired {
  readonly type: 'handoff.expired';
  readonly storeId: string;
  readonly activityId: string;
  readonly version: number;
}
