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

/** What is known of a record. */
interface Known {
  /** As it is shown; nothing when it is not. */
  readonly row: Row | undefined;
  /** As it is confirmed; nothing when there is none. */
  readonly state: RecordState | undefined;
}

const NOTHING: Known = { row: undefined, state: undefined };

/** The shown rows of one collection, in memory as far as somebody has asked for them. */
export class CollectionRows implements RowSource {
  readonly #origin: RowOrigin;
  readonly #listeners = new Listeners<readonly RowChange[]>();
  /** By id, as far as something is known. */
  #known = new Map<string, Known>();
  readonly #asked = new Map<string, number>();
  #loading: Promise<void> | undefined;
  #loaded = false;
  #ahead = 0;
  /** How often reading everything again has begun or ended: what was read over that is read once more. */
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

  rows(): readonly Row[] {
    const rows: Row[] = [];
    for (const { row } of this.#known.values()) {
      if (row) {
        rows.push(row);
      }
    }
    return rows;
  }

  peek(id: string): Row | undefined {
    return this.#known.get(id)?.row;
  }

  async get(id: string): Promise<Row | undefined> {
    await this.bring([id]);
    return this.peek(id);
  }

  onChange(listener: (changes: readonly RowChange[]) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Whether it is known what this record is. */
  knows(id: string): boolean {
    return this.#loaded || this.#known.has(id);
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
      const entries = await this.#entries(missing);
      if (reading !== this.#readings) {
        return await this.bring(ids);
      }
      missing.forEach((id, at) => this.#read(id, stateIn(entries[at])));
    } finally {
      missing.forEach((id) => this.#unask(id));
    }
  }

  /** Says that a record is new: it is nowhere yet. */
  begin(id: string): void {
    if (!this.knows(id)) {
      this.#known.set(id, NOTHING);
    }
  }

  /** The record as it is shown, deleted or not; nothing when it is not there or not known. */
  shown(id: string): RecordState | undefined {
    const { collection } = this;
    return this.#origin.over({ collection, id }, this.#known.get(id)?.state, this.#origin.sets);
  }

  /** Follows a commit; tell `refresh` of the record afterwards. */
  confirm(id: string, entry: RecordEntry | undefined): void {
    if (this.#loaded || this.#loading || this.#known.has(id) || this.#asked.has(id)) {
      this.#known.set(id, { row: this.peek(id), state: entry?.s });
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
    this.#readings++;
    const fresh = new Map<string, RecordState | undefined>();
    if (this.#loaded) {
      await this.#scan((page) => page.forEach(({ id, state }) => fresh.set(id, state)));
      this.#known.forEach((_, id) => fresh.has(id) || fresh.set(id, undefined));
    } else {
      const ids = [...this.#known.keys()];
      const entries = ids.length > 0 ? await this.#entries(ids) : [];
      ids.forEach((id, at) => fresh.set(id, stateIn(entries[at])));
    }
    return () => {
      this.#readings++;
      fresh.forEach((state, id) => this.#known.set(id, { row: this.peek(id), state }));
      return this.refresh(fresh.keys());
    };
  }

  async #readAll(): Promise<void> {
    await this.#scan((page) => {
      const topped = new Set(this.#origin.topped(this.collection));
      for (const record of page) {
        if (topped.has(record.id)) {
          this.#read(record.id, record.state);
        } else if (!this.#known.has(record.id)) {
          this.#known.set(record.id, record);
        }
      }
    });
    this.#loaded = true;
    for (const id of this.#origin.topped(this.collection)) {
      this.#derive(id);
    }
  }

  async #scan(found: (page: readonly Skimmed[]) => void): Promise<void> {
    for await (const page of skimmed(this.#origin.storage, within(this.collection))) {
      found(page);
    }
  }

  #entries(ids: readonly string[]): Promise<(Json | undefined)[]> {
    const keys = ids.map((id) => recordKey(this.collection, id));
    return this.#origin.storage.get('records', keys);
  }

  /** What was read is older than what was heard meanwhile. */
  #read(id: string, state: RecordState | undefined): void {
    if (!this.knows(id)) {
      this.#known.set(id, { row: undefined, state });
      this.#derive(id);
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
    const { row: before, state } = this.#known.get(id) ?? NOTHING;
    const after = rowOf(id, this.shown(id));
    const isSame = before && after ? equalJson(before as Json, after as Json) : before === after;
    const row = isSame ? before : after;
    if (row || state || !this.#loaded) {
      this.#known.set(id, { row, state });
    } else {
      this.#known.delete(id);
    }
    return isSame ? undefined : { id, ...(before && { before }), ...(after && { after }) };
  }
}

function rowOf(id: string, state: RecordState | undefined): Row | undefined {
  return state && !isDeleted(state) ? { ...state.fields, id } : undefined;
}

function stateIn(entry: Json | undefined): RecordState | undefined {
  return (entry as unknown as RecordEntry | undefined)?.s;
}
