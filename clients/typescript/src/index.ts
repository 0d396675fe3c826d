export { openClient } from './client/open.js';
export type { Client, ClientCalls } from './client/client.js';
export type { ClientOptions } from './client/options.js';
export type { Tabs } from './client/platform.js';
export type { Channel } from './tabs/channel.js';
export type { Hold, Locks } from './tabs/locks.js';
export type { Collection } from './client/collection.js';
export type { CollectionWrites, Writes } from './client/transaction.js';
export type { Refused } from './client/refused.js';

export { boolean, integer, json, number, oneOf, set, text } from './schema/field.js';
export type { Field, RegisterField, SetField } from './schema/field.js';
export { defineSchema } from './schema/schema.js';
export type { CollectionSchema, FieldsOf, RowOf, Schema, SetInput, ValueOf } from './schema/schema.js';

export type { Observable } from './query/observable.js';
export type { FieldConditions, Operand, Query, Queryable, QueryResult, SortBy, WhereOf } from './query/query.js';
export type { Row } from './query/source.js';
export { InvalidWhere } from './filter/where.js';

export { MemoryDisk, MemoryStorage } from './storage/memory.js';
export { StorageError } from './storage/storage.js';
export type {
  Entry,
  Range,
  Skimmed,
  SkimmedPage,
  SkimmedRow,
  Storage,
  StorageFault,
  Table,
  Write,
} from './storage/storage.js';

export type { RefusedEntry as RefusedChange } from './replica/entries.js';
export type { Op, OpKind, SetChange } from './record/op.js';
export type { Clocks, Deletion, FieldClock, RecordState, Stamp } from './record/state.js';
export type { Happening, JournalEntry } from './replica/journal.js';
export type { EngineStatus, SyncState, SyncStatus } from './sync/status.js';
export type { TokenReason, TokenSource } from './sync/tokens.js';
export type { WebSocketConstructor } from './sync/websocket.js';
export { RequestRefused } from './sync/ports.js';
export type { Connection, ConnectionEvents, Network, Random, Timers, Transport } from './sync/ports.js';

export type { Accompanied, Company, Companion } from './company/company.js';
export { type Presence, presenceOf } from './company/presence.js';
export { type Handoff, handoffOf } from './company/handoff.js';
export type { SharedActivity } from './company/activities.js';
export type { ActivityNews } from './company/publication.js';
export type { LastState, ReleaseListener, ReleaseRequest } from './company/release.js';
export type { ActivityDraft, OnlineDevice, Where } from './wire/messages.js';

export { InvalidValue } from './value/check.js';
export type { Fields, Json } from './value/json.js';
export type { Problem } from './wire/problem.js';
