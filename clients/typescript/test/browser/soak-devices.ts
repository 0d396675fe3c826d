import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { WebSocket } from 'ws';
import { SqliteStorage } from '../../src/storage/sqlite.js';
import type { Network } from '../../src/sync/ports.js';
import type { SignedIn } from '../stack/people.js';
import { Cable } from './cable.js';
import { Seat } from './seat.js';
import { Session } from './session.js';
import type { Site } from './site.js';
import { Todos, type Standing } from './todos.js';

/** A device on which somebody edits, and whose network comes and goes. */
export interface SoakDevice {
  readonly name: string;
  readonly cable: Cable;
  /** Whether it knows that there is no network. */
  setOffline(offline: boolean): Promise<void>;
  /** Begins to edit. */
  edit(seed: number): Promise<void>;
  /** Ends a part of it while it edits, and begins anew: a tab, or the process. */
  begin(seed: number): Promise<void>;
  /** No more edits. */
  rest(): Promise<void>;
  /** As each of its tabs has it. */
  standings(purgedBefore: number): Promise<Standing[]>;
  end(): Promise<void>;
}

/** About as fast as somebody in a hurry types. */
const PAUSE_MILLIS = 60;

/** A browser with two tabs. */
export async function browserDevice(name: string, url: string, site: Site, signedIn: SignedIn): Promise<SoakDevice> {
  const seat = await Seat.take(url, site, signedIn);
  const tabs: Page[] = [await seat.tab(), await seat.tab()];
  const editIn = (tab: Page, seed: number) =>
    tab.evaluate(([of, pause]) => window.app.edit(of, pause), [seed, PAUSE_MILLIS] as const);
  return {
    name,
    cable: seat.cable,
    setOffline: (offline) => seat.browser.context.setOffline(offline),
    async edit(seed) {
      for (const [at, tab] of tabs.entries()) await editIn(tab, seed + at);
    },
    async begin(seed) {
      await tabs.shift()!.close();
      const tab = await seat.tab();
      tabs.push(tab);
      await editIn(tab, seed);
    },
    async rest() {
      for (const tab of tabs) await tab.evaluate(() => window.app.stopEditing());
    },
    standings: (purgedBefore) =>
      Promise.all(tabs.map((tab) => tab.evaluate((before) => window.app.standing(before), purgedBefore))),
    end: () => seat.leave(),
  };
}

/** A process of Node with a file. */
export async function nodeDevice(url: string, signedIn: SignedIn): Promise<SoakDevice> {
  const folder = await mkdtemp(join(tmpdir(), 'xeo-soak-'));
  const cable = await Cable.lay(url);
  const session = new Session(url, signedIn);
  const network = new ToldNetwork();
  const open = () =>
    Todos.open({
      url: cable.url,
      storage: new SqliteStorage(join(folder, 'todos.db')),
      token: (reason) => session.token(reason),
      device: { id: session.deviceId, name: 'Node', platform: 'test' },
      WebSocket,
      network,
    });
  let todos = await open();
  let edits: { stop(): Promise<number> } | undefined;
  return {
    name: 'Node',
    cable,
    setOffline: async (offline) => network.tell(!offline),
    edit: async (seed) => void (edits = todos.edit(seed, PAUSE_MILLIS)),
    async begin(seed) {
      await edits?.stop();
      await todos.client.close();
      todos = await open();
      edits = todos.edit(seed, PAUSE_MILLIS);
    },
    rest: async () => void (await edits?.stop()),
    standings: async (purgedBefore) => [await todos.standing(purgedBefore)],
    async end() {
      await todos.client.close();
      await cable.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whether there is a network is what it is told. */
class ToldNetwork implements Network {
  online = true;
  private readonly listeners = new Set<(online: boolean) => void>();

  tell(online: boolean): void {
    this.online = online;
    this.listeners.forEach((listener) => listener(online));
  }

  onChange(listener: (online: boolean) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
