import type { Observable } from '../query/observable.js';
import type { SyncStatus } from '../sync/status.js';
import { useObservable } from './use-observable.js';

const IDLE: SyncStatus = { state: 'idle', unsent: 0, refused: 0 };

/** What a client's sync is at; renders again when that changes. */
export function useSyncStatus(client: { readonly status: Observable<SyncStatus> }): SyncStatus {
  return useObservable(client.status).value ?? IDLE;
}
