export { type HandoffListeners, type HandoffState, useHandoff } from './use-handoff.js';
export { type Observed, useObservable } from './use-observable.js';
export { type PresenceState, usePresence } from './use-presence.js';
export { type QueryState, useQuery } from './use-query.js';
export { type RecordState, useRecord } from './use-record.js';
export { useSyncStatus } from './use-sync-status.js';
