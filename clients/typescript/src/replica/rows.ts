import type { Row, RowChange, RowSource } from '../query/source.js';

/** The shown rows of one collection, loaded when somebody asks for them. */
export class CollectionRows implements RowSource {
  constructor(readonly collection: string) {}

  get loaded(): boolean {
    throw new Error('not yet');
  }

  load(): Promise<void> {
    throw new Error('not yet');
  }

  rows(): Iterable<Row> {
    throw new Error('not yet');
  }

  onChange(_listener: (changes: readonly RowChange[]) => void): () => void {
    throw new Error('not yet');
  }

  /** The row as far as it is in memory. */
  peek(_id: string): Row | undefined {
    throw new Error('not yet');
  }

  /** The row, read from storage if need be. */
  get(_id: string): Promise<Row | undefined> {
    throw new Error('not yet');
  }
}
