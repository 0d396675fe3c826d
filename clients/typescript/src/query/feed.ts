import type { Filter } from '../filter/where.js';
import type { Timers } from '../sync/ports.js';
import { Indexes } from './indexes.js';
import type { Row, RowChange, RowSource } from './source.js';
import { safely } from './values.js';

/** The changes of one transaction. */
export class ChangeSet {
  #byId: ReadonlyMap<string, RowChange> | undefined;

  constructor(readonly changes: readonly RowChange[]) {}

  of(id: string): RowChange | undefined {
    this.#byId ??= new Map(this.changes.map((change) => [change.id, change]));
    return this.#byId.get(id);
  }
}

/** Somebody who keeps something up to date with a collection. */
export interface Follower {
  /** Takes changes without telling anybody; whether there is something to tell. */
  take(changes: ChangeSet): boolean;
  tell(): void;
}

/**
 * The changes of a collection for all who follow it: in their order also when listeners make changes, and everybody is up to date before
 * anybody is told.
 */
export class Feed {
  /** Followers with the number of the last change set that they knew when they joined. */
  readonly #followers = new Map<Follower, number>();
  readonly #waiting: ChangeSet[] = [];
  #received = 0;
  #delivering = false;
  #stop: (() => void) | undefined;
  /** They follow the source as long as somebody else does. */
  #indexes: Indexes | undefined;
  /** What was asked last, before whoever asked followed. */
  #first: Filter | undefined;

  constructor(
    readonly source: RowSource,
    private readonly timers: Pick<Timers, 'after'>,
  ) {}

  /** Rows of the source, among which are all that match. */
  candidates(filter: Filter): Iterable<Row> {
    if (this.source.ahead > 0) {
      return this.source.rows();
    }
    this.#first = filter;
    return this.#indexes?.candidates(filter) ?? this.source.rows();
  }

  /** From now on; what can be seen in the source now is not told, also when others hear of it later. Returns how to leave. */
  join(follower: Follower): () => void {
    this.#stop ??= this.source.onChange((changes) => this.#receive(new ChangeSet(changes)));
    if (this.#indexes === undefined) {
      this.#indexes = new Indexes(this.source, this.timers);
      if (this.#first && this.source.ahead === 0) {
        this.#indexes.candidates(this.#first);
      }
    }
    this.#first = undefined;
    this.#followers.set(follower, this.#received + this.source.ahead);
    return () => {
      this.#followers.delete(follower);
      if (this.#followers.size === 0) {
        this.#stop?.();
        this.#stop = undefined;
        this.#indexes = undefined;
      }
    };
  }

  #receive(changes: ChangeSet): void {
    this.#received += 1;
    this.#indexes?.take(changes.changes);
    this.#waiting.push(changes);
    if (this.#delivering) {
      return;
    }
    this.#delivering = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      this.#deliver(next, this.#received - this.#waiting.length);
    }
    this.#delivering = false;
  }

  #deliver(changes: ChangeSet, number: number): void {
    const moved: Follower[] = [];
    for (const [follower, known] of this.#followers) {
      safely(() => {
        if (known < number && follower.take(changes)) {
          moved.push(follower);
        }
      });
    }
    for (const follower of moved) {
      safely(() => follower.tell());
    }
  }
}
