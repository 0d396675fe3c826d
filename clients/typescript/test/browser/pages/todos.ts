import { IndexedDbStorage } from '../../../src/storage/indexeddb.js';
import type { TokenReason } from '../../../src/sync/tokens.js';
import { Todos } from '../todos.js';

declare global {
  interface Window {
    readonly app: typeof app;
    /** Gives the token of the session; the test does. */
    freshToken(reason: TokenReason): Promise<string>;
    /** Told each title that the client said is saved; the test keeps them. */
    saved(title: string): Promise<void>;
  }
}

const STORAGE = 'todos';
const DONE = ', done';
let todos: Todos | undefined;
let storage: IndexedDbStorage | undefined;
let edits: { stop(): Promise<number> } | undefined;
const failures: string[] = [];

const app = {
  async open(url: string, deviceId: string): Promise<void> {
    storage = new IndexedDbStorage(STORAGE);
    todos = await Todos.open({
      url,
      storage,
      token: (reason) => window.freshToken(reason),
      device: { id: deviceId, name: 'Chromium', platform: 'test' },
    });
  },

  close: () => todos!.client.close(),
  status: () => todos!.client.status.current!,
  wasLost: () => todos!.client.wasLost,
  titles: () => todos!.titles(),
  standing: (purgedBefore: number) => todos!.standing(purgedBefore),
  add: (title: string) => todos!.client.todos.add({ title }),
  failures,

  /** What `pour` has done that is shown: titles, and those of todos that are done once more, with `DONE`. */
  async poured(): Promise<string[]> {
    const rows = await todos!.rows();
    return rows
      .flatMap(({ title, status }) => (status === 'done' ? [`${title}`, `${title}${DONE}`] : [`${title}`]))
      .sort();
  },

  /**
   * Adds todos with titles that begin with `prefix`, four at a time, for ever or so many; says of each that it is saved. With `finish` each is
   * done right after that, in a change of its own, which is said with `DONE`.
   */
  pour(prefix: string, { count = Infinity, finish = false } = {}): void {
    let next = 0;
    const one = async (): Promise<void> => {
      while (next < count) {
        const title = `${prefix}-${String(next++).padStart(5, '0')}`;
        const id = await todos!.client.todos.add({ title });
        void window.saved(title);
        if (finish) {
          await todos!.client.todos.put(id, { status: 'done' });
          void window.saved(`${title}${DONE}`);
        }
      }
    };
    for (let at = 0; at < 4; at++) one().catch((error: unknown) => failures.push(String(error)));
  },

  edit(seed: number, pause: number): void {
    edits = todos!.edit(seed, pause);
  },

  /** Resolves with how many changes were made. */
  stopEditing: () => edits!.stop(),

  /** Whether this tab is the one that writes and syncs. */
  async leads(): Promise<boolean> {
    const own = `who-am-i-${Math.random()}`;
    return navigator.locks.request(own, async () => {
      const { held = [] } = await navigator.locks.query();
      const me = held.find(({ name }) => name === own)?.clientId;
      return held.some(
        ({ name, clientId }) => clientId === me && name?.startsWith('xeocontext/') && name.endsWith('/leader'),
      );
    });
  },

  deleteDatabase: () => void indexedDB.deleteDatabase(STORAGE),
};

Object.assign(window, { app });
