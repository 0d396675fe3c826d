import type { deleteDB, openDB } from 'idb';

/** What it takes of `idb`, given by who has it: so bundlers need not part it from them. */
export interface Databases {
  readonly openDB: typeof openDB;
  readonly deleteDB: typeof deleteDB;
}

/** Together more than the 4 MB after which Chromium begins a new log; each so small that it stands in the log itself. */
const VALUES = 90;
const FILLER = 'x'.repeat(60_000);

/**
 * Has Chromium begin a new log for the databases of this site. When it was killed in the middle of a write, it goes on behind the torn record, in the same
 * log, and when it reads that log again it takes it for corrupt and deletes all databases of the site. What was written to a log before is in tables
 * once there is a new one, and a torn record at the end of a log harms nobody.
 *
 * @param name of a database that is nobody's; it is gone afterwards
 */
export async function beginNewLog(name: string, { openDB, deleteDB }: Databases): Promise<void> {
  const database = await openDB(name, 1, { upgrade: (created) => void created.createObjectStore('filler') });
  try {
    const transaction = database.transaction('filler', 'readwrite', { durability: 'relaxed' });
    for (let at = 0; at < VALUES; at++) void transaction.store.put(FILLER, at);
    await transaction.done;
  } finally {
    database.close();
    await deleteDB(name);
  }
}
