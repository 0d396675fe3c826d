import type { Json } from '../value/json.js';
import { StorageError, TABLES, type Table } from './storage.js';

/** What is used of AsyncStorage of React Native. */
export interface KeyValues {
  getItem(key: string): Promise<string | null>;
  setItem(key: string, value: string): Promise<void>;
  removeItem(key: string): Promise<void>;
  getAllKeys(): Promise<readonly string[]>;
  multiGet(keys: readonly string[]): Promise<readonly (readonly [string, string | null])[]>;
  multiSet(entries: [string, string][]): Promise<void>;
  multiRemove(keys: readonly string[]): Promise<void>;
}

/** The key of an entry, among those of other apps and tables. */
export function textKey(name: string, table: Table, key: string): string {
  return `${name}/${table}/${key}`;
}

/** The table and key that {@link textKey} made a key of; nothing when it is of somebody else. */
export function parseKey(name: string, text: string): { table: Table; key: string } | undefined {
  if (!text.startsWith(`${name}/`)) return undefined;
  const rest = text.slice(name.length + 1);
  const table = TABLES.find((each) => rest.startsWith(`${each}/`));
  return table && { table, key: rest.slice(table.length + 1) };
}

/** A value as it was written; `corrupt` when it is not JSON. */
export function parseValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new StorageError('corrupt', 'a value is not JSON', { cause });
  }
}
