import type { Schema } from '../schema/schema.js';
import type { Client } from './client.js';
import { OpenClient } from './open-client.js';
import type { ClientOptions } from './options.js';
import { openParts } from './parts.js';

/**
 * Opens the replica of a store on this device, and syncs it as long as it is open. What is on the device can be read and written at once,
 * with or without a network.
 *
 * @throws StorageError when the storage cannot be opened
 * @throws TypeError when a collection has a name that a client has for something else
 */
export async function openClient<const S extends Schema>(options: ClientOptions<S>): Promise<Client<S>> {
  const taken = Object.keys(options.schema).find((name) => name in OpenClient.prototype || OWN.has(name));
  if (taken !== undefined) {
    throw new TypeError(`a client has something else that is called ${taken}`);
  }
  const client = new OpenClient(options, await openParts(options));
  for (const name of Object.keys(options.schema)) {
    Object.defineProperty(client, name, { value: client.collection(name), enumerable: true });
  }
  return client as unknown as Client<S>;
}

const OWN = new Set(['refused', 'journal', 'company', 'then']);
