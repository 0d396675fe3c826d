import { readFile } from 'node:fs/promises';

const MODULES = new URL('../node_modules/', import.meta.url);

/** What was measured; RxDB brings a Dexie of its own. */
export async function versions() {
  return {
    dexie: await versionOf('dexie'),
    rxdb: await versionOf('rxdb'),
    rxdbDexie: await versionOf('rxdb/node_modules/dexie').catch(() => versionOf('dexie')),
  };
}

async function versionOf(name) {
  return JSON.parse(await readFile(new URL(`${name}/package.json`, MODULES), 'utf8')).version;
}
