import { type Filter, readWhere } from '../filter/where.js';
import type { Timers } from '../sync/ports.js';
import type { Json } from '../value/json.js';
import type { Where } from '../wire/messages.js';
import { Feed } from './feed.js';
import { FoundRow, FoundRows } from './found.js';
import { Live, type Lifetime, type Sight } from './live.js';
import type { Observable } from './observable.js';
import type { Query, QueryResult } from './query.js';
import { rowOrder } from './sort.js';
import type { Row, RowSource } from './source.js';

/** What of a collection somebody looks at, and so should be kept up to date by a server. */
export interface Interest {
  readonly collection: string;
  /** Absent: all of it. */
  readonly where?: Where;
  readonly filter?: Filter;
}

export interface QueriesOptions {
  /** The rows of a collection; always the same for the same name. */
  readonly source: (collection: string) => RowSource;
  readonly timers: Timers;
  /** Told when a query becomes live; returns what is to be done when it no longer is. */
  readonly interested?: (interest: Interest) => () => void;
  /** How long a result is kept up to date after its last listener has gone, ms; 10,000 unless given. */
  readonly lingerMs?: number;
}

const LINGER_MS = 10_000;

/** The live queries of a client. Equal queries share one result, and nothing is done for those that nobody looks at. */
export class Queries {
  readonly #options: QueriesOptions;
  readonly #feeds = new Map<string, Feed>();
  /** Those that somebody is interested in, by what they ask. */
  readonly #live = new Map<string, Observable<unknown> & { end(): void }>();

  constructor(options: QueriesOptions) {
    this.#options = options;
  }

  /**
   * What a query finds, live.
   *
   * @throws InvalidWhere when `where` is no filter
   * @throws TypeError when it is about `id`, which is no field
   * @throws RangeError when `limit` is no number of rows
   */
  query<R = Row>(
    collection: string,
    { where = {}, sort = [], limit = Infinity }: Query<NoInfer<R>> = {},
  ): Observable<QueryResult<R>> {
    const filter = readWhere(where);
    if (filter.fields.has('id')) {
      throw new TypeError('id is no field: a record is watched by its id, not asked for with where');
    }
    if (!(limit >= 0 && (limit === Infinity || Number.isSafeInteger(limit)))) {
      throw new RangeError('limit is no number of rows');
    }
    const by: readonly string[] = typeof sort === 'string' ? [sort] : sort;
    const everything = filter.fields.size === 0 && filter.matches({});
    const found = this.#shared<QueryResult>(
      collection,
      [filter.canonical, by, limit === Infinity ? null : limit],
      (feed) => ({
        ready: () => feed.source.loaded,
        prepare: () => feed.source.load(),
        look: () => new FoundRows({ filter, order: rowOrder(by), limit }, feed.candidates(filter)),
      }),
      everything ? { collection } : { collection, where: where as Where, filter },
    );
    return found as Observable<unknown> as Observable<QueryResult<R>>;
  }

  /** One record, live; `null` while it is not shown. It does not make a server tell of it. */
  record<R = Row>(collection: string, id: string): Observable<R | null> {
    const found = this.#shared<Row | null>(collection, id, ({ source }) => ({
      ready: () => source.loaded || source.peek(id) !== undefined,
      prepare: () => source.get(id),
      look: () => new FoundRow(id, source),
    }));
    return found as Observable<unknown> as Observable<R | null>;
  }

  /** Ends all that is live. */
  close(): void {
    for (const live of [...this.#live.values()]) {
      live.end();
    }
  }

  #shared<T>(
    collection: string,
    question: Json,
    sightOf: (feed: Feed) => Sight<T>,
    interest?: Interest,
  ): Observable<unknown> {
    const key = JSON.stringify([collection, question]);
    const known = this.#live.get(key);
    if (known !== undefined) {
      return known;
    }
    const feed = this.#feed(collection);
    const live: Live<T> = new Live(
      feed,
      sightOf(feed),
      this.#lifetime(key, () => live, interest),
    );
    return live;
  }

  #lifetime<T>(key: string, live: () => Live<T>, interest: Interest | undefined): Lifetime {
    const { timers, interested, lingerMs = LINGER_MS } = this.#options;
    return {
      begin: () => {
        this.#live.set(key, live());
        const settle = interest && interested?.(interest);
        return () => {
          if (this.#live.get(key) === live()) {
            this.#live.delete(key);
          }
          settle?.();
        };
      },
      linger: (end) => timers.after(lingerMs, end),
    };
  }

  #feed(collection: string): Feed {
    let feed = this.#feeds.get(collection);
    if (feed === undefined) {
      feed = new Feed(this.#options.source(collection), this.#options.timers);
      this.#feeds.set(collection, feed);
    }
    return feed;
  }
}
