import type { Row, RowChange, RowSource } from '../../src/query/source.js';

/** The rows of a collection in memory, to be changed at will. */
export class Rows implements RowSource {
  readonly #rows = new Map<string, Row>();
  readonly #listeners = new Set<(changes: readonly RowChange[]) => void>();
  #loading:
    { readonly promise: Promise<void>; readonly done: () => void; readonly failed: (error: Error) => void } | undefined;
  loaded: boolean;
  loads = 0;
  readonly ahead = 0;

  constructor(
    readonly collection: string,
    rows: Iterable<Row> = [],
    loaded = true,
  ) {
    this.loaded = loaded;
    for (const row of rows) {
      this.#rows.set(row.id, row);
    }
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  load(): Promise<void> {
    if (this.loaded) {
      return Promise.resolve();
    }
    if (this.#loading === undefined) {
      this.loads += 1;
      let done = (): void => undefined;
      let failed = (_error: Error): void => undefined;
      const promise = new Promise<void>((resolve, reject) => {
        done = resolve;
        failed = reject;
      });
      this.#loading = { promise, done, failed };
    }
    return this.#loading.promise;
  }

  /** What was to be loaded is there. */
  arrive(): void {
    this.loaded = true;
    this.#loading?.done();
    this.#loading = undefined;
  }

  /** What was to be loaded cannot be. */
  fail(error: Error): void {
    this.#loading?.failed(error);
    this.#loading = undefined;
  }

  rows(): readonly Row[] {
    return [...this.#rows.values()];
  }

  peek(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  async get(id: string): Promise<Row | undefined> {
    return this.#rows.get(id);
  }

  onChange(listener: (changes: readonly RowChange[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Rows become others, or none, in one transaction. */
  change(next: Readonly<Record<string, Omit<Row, 'id'> | undefined>>): void {
    const changes: RowChange[] = [];
    for (const [id, fields] of Object.entries(next)) {
      const before = this.#rows.get(id);
      const after: Row | undefined = fields && { ...fields, id };
      if (after === undefined) {
        this.#rows.delete(id);
      } else {
        this.#rows.set(id, after);
      }
      changes.push({ id, ...(before && { before }), ...(after && { after }) });
    }
    for (const listener of [...this.#listeners]) {
      listener(changes);
    }
  }
}
