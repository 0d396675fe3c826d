import type { Feed, ChangeSet, Follower } from './feed.js';
import type { Kept } from './found.js';
import { iterate } from './iterate.js';
import type { Observable } from './observable.js';
import { safely, Values } from './values.js';

/** What somebody may want to see of a collection. */
export interface Sight<T> {
  /** Whether it can be seen now. */
  readonly ready: () => boolean;
  /** Makes that it can be. */
  readonly prepare: () => Promise<unknown>;
  readonly look: () => Kept<T>;
}

/** How long something live is kept up to date. */
export interface Lifetime {
  /** Somebody is interested; called again when nobody was in between. Returns what is to be done when nobody is any more. */
  readonly begin: () => () => void;
  /** Calls back when nobody was interested for so long that it should end; returns how to take it back. */
  readonly linger: (end: () => void) => () => void;
}

/** Something that is seen of a collection, kept up to date as long as somebody is interested, and a little longer. */
export class Live<T> implements Observable<T>, Follower {
  readonly #values = new Values<T>();
  #listeners = 0;
  /** How to end it; absent while nobody is interested. */
  #end: (() => void) | undefined;
  #stopLingering: (() => void) | undefined;
  #leave: (() => void) | undefined;
  #kept: Kept<T> | undefined;
  #preparing = false;

  constructor(
    private readonly feed: Feed,
    private readonly sight: Sight<T>,
    private readonly lifetime: Lifetime,
  ) {}

  get current(): T | undefined {
    if (this.error === undefined) {
      this.#wake();
    }
    return this.#values.current;
  }

  get error(): unknown {
    return this.#values.error;
  }

  subscribe(listener: (value: T) => void, onError?: (error: unknown) => void): () => void {
    this.#listeners += 1;
    if (this.error !== undefined) {
      this.#values.clear();
    }
    this.#wake();
    let stop: (() => void) | undefined = this.#values.subscribe(listener, onError);
    return () => {
      if (stop !== undefined) {
        stop();
        stop = undefined;
        this.#listeners -= 1;
        this.#rest();
      }
    };
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    return iterate(this);
  }

  take(changes: ChangeSet): boolean {
    const changed = this.#kept?.take(changes) ?? false;
    if (changed && this.#kept !== undefined) {
      this.#values.put(this.#kept.value);
    }
    return changed;
  }

  tell(): void {
    this.#values.tell();
  }

  /** Ends it, whoever is interested; the next one who is begins it anew. */
  end(): void {
    this.#stopLingering?.();
    this.#stopLingering = undefined;
    this.#leave?.();
    this.#leave = undefined;
    this.#kept = undefined;
    this.#values.clear();
    this.#end?.();
    this.#end = undefined;
  }

  #wake(): void {
    this.#end ??= this.lifetime.begin();
    if (this.#kept === undefined && !this.#preparing) {
      this.#begin();
    }
    this.#rest();
  }

  #rest(): void {
    if (this.#listeners > 0) {
      this.#stopLingering?.();
      this.#stopLingering = undefined;
    } else if (this.#end !== undefined) {
      this.#stopLingering ??= this.lifetime.linger(() => this.end());
    }
  }

  #begin(): void {
    if (this.sight.ready()) {
      this.#look();
      return;
    }
    this.#preparing = true;
    this.sight.prepare().then(
      () => {
        this.#preparing = false;
        if (this.#end !== undefined) {
          safely(() => this.#look());
        }
      },
      (error: unknown) => {
        this.#preparing = false;
        this.#values.fail(error);
      },
    );
  }

  #look(): void {
    this.#kept = this.sight.look();
    this.#leave = this.feed.join(this);
    this.#values.set(this.#kept.value);
  }
}
