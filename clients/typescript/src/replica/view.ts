import type { RowChange } from '../query/source.js';
import type { Storage, Write } from '../storage/storage.js';
import type { RecordEntry } from './entries.js';
import { Listeners } from './listeners.js';
import { Overlay, touch, type Touched } from './overlay.js';
import type { Change } from './recorder.js';
import { CollectionRows } from './rows.js';
import { pages } from './scan.js';
import type { SetFields } from './sets.js';

/**
 * What is shown of a replica: confirmed records with the ops on top that are unsent, or whose event was not seen. It reads storage and is
 * told of commits, so that a tab that does not write can have one, too.
 */
export class View {
  readonly #storage: Pick<Storage, 'get' | 'scan' | 'skim'>;
  readonly #sets: SetFields;
  readonly #overlay = new Overlay();
  readonly #collections = new Map<string, CollectionRows>();
  readonly #unsentListeners = new Listeners<number>();
  readonly #followers = new Listeners<readonly Write[] | undefined>();
  readonly #untold: (() => void)[] = [];
  #heard: (readonly Write[])[] | undefined = [];
  #reading: Promise<void> | undefined;
  #commits = 0;
  #toldUnsent = 0;
  #isTelling = false;

  /** @param sets which fields are sets */
  constructor(storage: Pick<Storage, 'get' | 'scan' | 'skim'>, sets: SetFields = () => undefined) {
    this.#storage = storage;
    this.#sets = sets;
  }

  /** The number of the last commit that it knows (`meta/commits`). */
  get commits(): number {
    return this.#commits;
  }

  /** Ops that are not acked, those included that are not saved yet. */
  get unsent(): number {
    return this.#overlay.unsent;
  }

  /** Told when `unsent` has changed. */
  onUnsent(listener: (unsent: number) => void): () => void {
    return this.#unsentListeners.add(listener);
  }

  /** Told of what was committed, after it is shown; of `undefined` when some was missed, and everything was read again. */
  onCommitted(listener: (writes: readonly Write[] | undefined) => void): () => void {
    return this.#followers.add(listener);
  }

  /** Reads the op log; once, before anything else. What is committed meanwhile may be told already. */
  open(): Promise<void> {
    return this.reread();
  }

  /** The rows of a collection; always the same object for the same name. */
  collection(name: string): CollectionRows {
    let rows = this.#collections.get(name);
    if (!rows) {
      rows = new CollectionRows(name, {
        storage: this.#storage,
        over: (record, below, sets) => this.#overlay.over(record, below, sets),
        topped: (collection) => this.#overlay.ids(collection),
        sets: this.#sets(name),
      });
      this.#collections.set(name, rows);
    }
    return rows;
  }

  /** Shows a change at once that is not saved yet. */
  show(change: Change): void {
    this.#change((touched) => this.#overlay.show(change, touched));
  }

  /** Takes a change off again that could not be saved; one that was saved stays. */
  withdraw(change: Change): void {
    this.#change((touched) => this.#overlay.withdraw(change, touched));
  }

  /**
   * Takes what was committed, in the order of the commits. When some were missed, which `meta/commits` among the writes tells, everything is
   * read again by itself.
   */
  applied(writes: readonly Write[]): void {
    if (this.#heard) {
      this.#heard.push(writes);
      return;
    }
    const number = commitOf(writes);
    if (number <= this.#commits) {
      return;
    }
    if (number > this.#commits + 1) {
      this.reread().catch(() => undefined);
      this.applied(writes);
      return;
    }
    this.#commits = number;
    this.#change((touched) => writes.forEach((write) => this.#take(write, touched)));
    this.#followers.tell(writes);
  }

  /** Reads everything again that is in memory. Fails with a StorageError; what is shown stays then as it was. */
  reread(): Promise<void> {
    this.#heard ??= [];
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #read(): Promise<void> {
    try {
      const [commits] = await this.#storage.get('meta', ['commits']);
      const log: Write[] = [];
      for await (const page of pages(this.#storage, 'ops')) {
        log.push(...page.map(({ key, value }) => ({ table: 'ops' as const, key, value })));
      }
      const collections = [...this.#collections.values()];
      const replacements = await Promise.all(collections.map((rows) => rows.reread()));
      this.#commits = typeof commits === 'number' ? commits : 0;
      this.#change(
        (touched) => this.#overlay.restart(log, touched),
        () => collections.map((rows, at) => [rows, replacements[at]!()]),
      );
    } catch (error) {
      // the next commit finds that some were missed
      this.#heard = undefined;
      throw error;
    }
    const heard = this.#heard ?? [];
    this.#heard = undefined;
    this.#followers.tell(undefined);
    heard.forEach((writes) => this.applied(writes));
  }

  #take(write: Write, touched: Touched): void {
    const { table, key, value } = write;
    if (table === 'ops') {
      this.#overlay.applied(write, touched);
    } else if (table === 'records') {
      const slash = key.indexOf('/');
      const name = { collection: key.slice(0, slash), id: key.slice(slash + 1) };
      const rows = this.#collections.get(name.collection);
      if (rows) {
        rows.confirm(name.id, value as unknown as RecordEntry | undefined);
        touch(touched, name);
      }
    }
  }

  /** Makes a change, derives the rows that it touches, and tells of them when all of them stand. */
  #change(work: (touched: Touched) => void, replace: () => [CollectionRows, RowChange[]][] = () => []): void {
    const touched: Touched = new Map();
    work(touched);
    const changes = replace();
    for (const [name, ids] of touched) {
      const rows = this.#collections.get(name);
      if (rows) {
        changes.push([rows, rows.refresh(ids)]);
      }
    }
    this.#untold.push(() => {
      changes.forEach(([rows, changed]) => rows.tell(changed));
      if (this.#toldUnsent !== this.unsent) {
        this.#toldUnsent = this.unsent;
        this.#unsentListeners.tell(this.unsent);
      }
    });
    this.#tell();
  }

  /** Changes that a listener makes are told when all have heard of the one before. */
  #tell(): void {
    if (this.#isTelling) {
      return;
    }
    this.#isTelling = true;
    for (let next = this.#untold.shift(); next; next = this.#untold.shift()) {
      next();
    }
    this.#isTelling = false;
  }
}

function commitOf(writes: readonly Write[]): number {
  const commits = writes.find(({ table, key }) => table === 'meta' && key === 'commits')?.value;
  return typeof commits === 'number' ? commits : 0;
}
