import type { RecordState } from '../record/state.js';
import { isDeleted } from '../record/tombstone.js';
import type { Row, RowChange, RowSource } from '../query/source.js';
import type { Skimmed, Storage } from '../storage/storage.js';
import { equalJson } from '../value/canonical.js';
import type { Json } from '../value/json.js';
import { type RecordEntry, recordKey, within } from './entries.js';
import { Listeners } from './listeners.js';
import type { Overlay } from './overlay.js';
import { skimmed } from './scan.js';

/** What a {@link CollectionRows} is derived from. */
export interface RowOrigin {
  readonly storage: Pick<Storage, 'get' | 'scan' | 'skim'>;
  /** A record with its ops on top. */
  readonly over: Overlay['over'];
  /** The records of a collection that have ops on top. */
  readonly topped: (collection: string) => Iterable<string>;
  readonly sets?: ReadonlySet<string> | undefined;
}

/** The shown rows of one collection, in memory as far as somebody has asked for them. */
export class CollectionRows implements RowSource {
  readonly #origin: RowOrigin;
  readonly #listeners = new Listeners<readonly RowChange[]>();
  /** Confirmed records by id, as far as they are known; `undefined` where there is none. */
  #confirmed = new Map<string, RecordState | undefined>();
  readonly #rows = new Map<string, Row>();
  readonly #asked = new Map<string, number>();
  #loading: Promise<void> | undefined;
  #loaded = false;
  #ahead = 0;
  /** How often everything was read again. */
  #readings = 0;

  constructor(
    readonly collection: string,
    origin: RowOrigin,
  ) {
    this.#origin = origin;
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  load(): Promise<void> {
    if (this.#loaded) {
      return Promise.resolve();
    }
    this.#loading ??= this.#readAll().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  get ahead(): number {
    return this.#ahead;
  }

  rows(): Iterable<Row> {
    return this.#rows.values();
  }

  peek(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  async get(id: string): Promise<Row | undefined> {
    await this.bring([id]);
    return this.#rows.get(id);
  }

  onChange(listener: (changes: readonly RowChange[]) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Whether it is known what this record is. */
  knows(id: string): boolean {
    return this.#loaded || this.#confirmed.has(id);
  }

  /** Brings single records into memory. */
  async bring(ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !this.knows(id));
    if (missing.length === 0) {
      return;
    }
    const reading = this.#readings;
    missing.forEach((id) => this.#asked.set(id, (this.#asked.get(id) ?? 0) + 1));
    try {
      const keys = missing.map((id) => recordKey(this.collection, id));
      const entries = await this.#origin.storage.get('records', keys);
      if (reading !== this.#readings) {
        return await this.bring(ids);
      }
      missing.forEach((id, at) => this.#read(id, (entries[at] as unknown as RecordEntry | undefined)?.s));
    } finally {
      missing.forEach((id) => this.#unask(id));
    }
  }

  /** Says that a record is new: it is nowhere yet. */
  begin(id: string): void {
    if (!this.knows(id)) {
      this.#confirmed.set(id, undefined);
    }
  }

  /** The record as it is shown, deleted or not; nothing when it is not there or not known. */
  shown(id: string): RecordState | undefined {
    const { collection } = this;
    return this.#origin.over({ collection, id }, this.#confirmed.get(id), this.#origin.sets);
  }

  /** Follows a commit; tell `refresh` of the record afterwards. */
  confirm(id: string, entry: RecordEntry | undefined): void {
    if (this.#loaded || this.#loading || this.#confirmed.has(id) || this.#asked.has(id)) {
      this.#confirmed.set(id, entry?.s);
    }
  }

  /** Derives rows anew; returns what has changed, which is to be told. */
  refresh(ids: Iterable<string>): RowChange[] {
    const changes: RowChange[] = [];
    for (const id of ids) {
      if (this.knows(id)) {
        const change = this.#derive(id);
        if (change) {
          changes.push(change);
        }
      }
    }
    this.#ahead += changes.length > 0 ? 1 : 0;
    return changes;
  }

  tell(changes: readonly RowChange[]): void {
    if (changes.length > 0) {
      this.#ahead--;
      this.#listeners.tell(changes);
    }
  }

  /** Reads everything again that was in memory. Returns how to put it there, with what has changed. */
  async reread(): Promise<() => RowChange[]> {
    await this.#loading?.catch(() => undefined);
    const fresh = new Map<string, RecordState | undefined>();
    if (this.#loaded) {
      await this.#scan(({ row, state }) => fresh.set(row.id, state));
    } else {
      const ids = [...this.#confirmed.keys()];
      const keys = ids.map((id) => recordKey(this.collection, id));
      const entries = keys.length > 0 ? await this.#origin.storage.get('records', keys) : [];
      ids.forEach((id, at) => fresh.set(id, (entries[at] as unknown as RecordEntry | undefined)?.s));
    }
    return () => {
      const ids = new Set([...this.#confirmed.keys(), ...fresh.keys(), ...this.#rows.keys()]);
      this.#confirmed = fresh;
      this.#readings++;
      ids.forEach((id) => fresh.has(id) || this.#loaded || fresh.set(id, undefined));
      return this.refresh(ids);
    };
  }

  async #readAll(): Promise<void> {
    await this.#scan(({ row, state }) => this.#read(row.id, state, row));
    this.#loaded = true;
    for (const id of this.#origin.topped(this.collection)) {
      this.#derive(id);
    }
    for (const [id, state] of this.#confirmed) {
      if (state === undefined) {
        this.#confirmed.delete(id);
      }
    }
  }

  async #scan(found: (record: Skimmed) => void): Promise<void> {
    for await (const page of skimmed(this.#origin.storage, within(this.collection))) {
      page.forEach(found);
    }
  }

  /** What was read is older than what was heard meanwhile. `whole` is its row, should it be shown as it is. */
  #read(id: string, state: RecordState | undefined, whole?: Row): void {
    if (!this.knows(id)) {
      this.#confirmed.set(id, state);
      const shown = this.shown(id);
      const row = rowOf(id, shown, shown === state ? whole : undefined);
      if (row) {
        this.#rows.set(id, row);
      }
    }
  }

  #unask(id: string): void {
    const count = this.#asked.get(id)! - 1;
    if (count === 0) {
      this.#asked.delete(id);
    } else {
      this.#asked.set(id, count);
    }
  }

  #derive(id: string): RowChange | undefined {
    const before = this.#rows.get(id);
    const after = rowOf(id, this.shown(id));
    if (before && after && equalJson(before as Json, after as Json)) {
      return undefined;
    }
    if (after) {
      this.#rows.set(id, after);
    } else if (!this.#rows.delete(id)) {
      return undefined;
    }
    return { id, ...(before && { before }), ...(after && { after }) };
  }
}

function rowOf(id: string, state: RecordState | undefined, whole?: Row): Row | undefined {
  return state && !isDeleted(state) ? (whole ?? { ...state.fields, id }) : undefined;
}
