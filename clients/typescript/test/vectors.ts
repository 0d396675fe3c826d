import { readFileSync } from 'node:fs';

/** A file of `shared-contracts/vectors`, which every implementation is held to. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../shared-contracts/vectors/${name}`, import.meta.url), 'utf8')) as T;
}
