import type { Op } from '../record/op.js';
import type { Fields, Json } from '../value/json.js';

/** The WebSocket subprotocol, and the version that `hello` names. */
export const SUBPROTOCOL = 'xeo.sync.v1';
export const PROTOCOL = 1;

/** What a device says, as docs/specs/sync-protocol.md has it. */
export type ClientMessage =
  | Hello
  | Subscribe
  | Unsubscribe
  | Push
  | DigestRequest
  | Fetch
  | TellPresence
  | Publish
  | Claim
  | Release
  | End
  | RenewToken
  | Ping;

export interface Device {
  readonly id: string;
  readonly name: string;
  readonly platform: string;
  readonly node: string;
}
export interface Hello {
  readonly type: 'hello';
  readonly protocol: number;
  readonly token?: string;
  readonly device: Device;
}
/** A filter as it stands on the wire: see section 4 of the protocol. */
export type Where = Readonly<Record<string, Json>>;
export interface Subscribe {
  readonly type: 'subscribe';
  readonly ref: string;
  readonly sub: string;
  readonly storeId?: string;
  readonly collections: readonly string[];
  readonly where?: Where;
  readonly cursor?: string;
  readonly next?: string;
}
export interface Unsubscribe {
  readonly type: 'unsubscribe';
  readonly ref: string;
  readonly sub: string;
}
export interface Push {
  readonly type: 'push';
  readonly ref: string;
  readonly storeId?: string;
  readonly ops: readonly Op[];
  readonly atomic?: boolean;
}
export interface DigestRequest {
  readonly type: 'digest';
  readonly ref: string;
  readonly storeId?: string;
  readonly collection: string;
  readonly leaf?: number;
}
export interface Fetch {
  readonly type: 'fetch';
  readonly ref: string;
  readonly storeId?: string;
  readonly collection: string;
  readonly ids: readonly string[];
}
export interface TellPresence {
  readonly type: 'presence';
  /** Repeated by an `error` that refuses it; what is taken is not answered. */
  readonly ref?: string;
  readonly storeId?: string;
  readonly state?: Fields;
}
/** What is told of something that a person is at. */
export interface ActivityDraft {
  /** Its id: a UUID that stays the same. */
  readonly id: string;
  /** What kind of thing it is, as the app calls that. */
  readonly kind: string;
  /** What it is about, as the app names that. */
  readonly resource: string;
  /** For people. */
  readonly title?: string;
  /** How far it is: at most 16 KiB of JSON. */
  readonly state?: Fields;
  /** As it was told last; absent to begin. */
  readonly version?: number;
}
export interface Publish {
  readonly type: 'handoff.publish';
  readonly ref: string;
  readonly storeId?: string;
  readonly activity: ActivityDraft;
}
export interface Claim {
  readonly type: 'handoff.claim';
  readonly ref: string;
  readonly storeId?: string;
  readonly activityId: string;
  readonly version: number;
  readonly deviceId?: string;
}
export interface Release {
  readonly type: 'handoff.release';
  readonly ref: string;
  readonly storeId?: string;
  readonly activityId: string;
  readonly version: number;
  readonly state?: Fields;
  readonly deviceId?: string;
}
export interface End {
  readonly type: 'handoff.end';
  readonly ref: string;
  readonly storeId?: string;
  readonly activityId: string;
  readonly version: number;
}
export interface RenewToken {
  readonly type: 'token';
  readonly ref?: string;
  readonly token: string;
}
export interface Ping {
  readonly type: 'ping';
  readonly t?: number;
}
