import { Company } from '../company/company.js';
import type { Observable } from '../query/observable.js';
import { Queries } from '../query/queries.js';
import { subscriptionOf, Subscriptions } from '../query/subscriptions.js';
import type { RefusedEntry } from '../replica/entries.js';
import type { JournalEntry } from '../replica/journal.js';
import { TableFeed } from '../replica/table-feed.js';
import type { Schema } from '../schema/schema.js';
import type { SyncStatus } from '../sync/status.js';
import { Changes } from './changes.js';
import type { ClientCalls } from './client.js';
import { Collection, StepsOf } from './collection.js';
import { History } from './history.js';
import type { ClientOptions } from './options.js';
import { OverallStatus } from './overall-status.js';
import type { ClientParts } from './parts.js';
import { Refused } from './refused.js';
import type { Step } from './step.js';
import { type Writes, writesOf } from './transaction.js';

/** A client that is open. */
export class OpenClient<S extends Schema> implements ClientCalls<S> {
  readonly refused: Refused;
  readonly journal: Observable<readonly JournalEntry[]>;
  readonly company: Company;
  readonly #parts: ClientParts;
  readonly #schema: S;
  readonly #queries: Queries;
  readonly #changes: Changes;
  readonly #history: History;
  readonly #status: OverallStatus;
  #closing: Promise<void> | undefined;

  constructor({ schema, sync = 'everything', device }: ClientOptions<S>, parts: ClientParts) {
    const { storage, timers, view, subscriptions, tab } = parts;
    this.#parts = parts;
    this.#schema = schema;
    this.#changes = new Changes({ ...parts, recorder: tab, now: () => timers.now() });
    this.#history = new History(this.#changes, view, schema);
    const queried = new Subscriptions((wanted) => subscriptions.want(wanted));
    this.#queries = new Queries({
      source: (collection) => view.collection(collection),
      timers,
      ...(sync === 'queries' && { interested: queried.interested }),
    });
    if (sync === 'everything') {
      Object.keys(schema).forEach((collection) => subscriptions.want(subscriptionOf({ collection })));
    }
    const refused = new TableFeed<RefusedEntry>(view, storage, 'refused');
    this.refused = new Refused(refused, this.#changes, schema);
    this.journal = new TableFeed<JournalEntry>(view, storage, 'journal');
    this.#status = new OverallStatus(tab, view, refused);
    this.company = new Company({ conversation: tab.conversation, deviceId: device.id, timers });
    storage.onLost((error) => {
      this.#status.lost(error);
      void this.#end();
    });
    tab.start();
  }

  get status(): Observable<SyncStatus> {
    return this.#status.live;
  }

  get wasLost(): boolean {
    return this.#parts.storage.wasLost;
  }

  newId(): string {
    return this.#changes.newId();
  }

  async transact(work: (writes: Writes<S>) => void, { atomic = false } = {}): Promise<void> {
    const steps: Step[] = [];
    const writes = Object.entries(this.#schema).map(([name, fields]) => {
      const rows = this.#parts.view.collection(name);
      return [name, writesOf(steps, new StepsOf(name, fields), rows, () => this.newId())];
    });
    work(Object.fromEntries(writes) as Writes<S>);
    await this.#history.make(steps, atomic);
  }

  undo(): Promise<boolean> {
    return this.#history.undo();
  }

  redo(): Promise<boolean> {
    return this.#history.redo();
  }

  resume(): void {
    this.#parts.tab.resume();
  }

  async close(): Promise<void> {
    await this.#end();
    await this.#parts.storage.close();
  }

  async destroy(): Promise<void> {
    await this.#end();
    await this.#parts.storage.destroy();
  }

  /** The collection of a name of the schema. */
  collection<C extends keyof S & string>(name: C): Collection<S[C]> {
    return new Collection({
      name,
      steps: new StepsOf(name, this.#schema[name]!),
      rows: this.#parts.view.collection(name),
      queries: this.#queries,
      newId: () => this.newId(),
      make: (steps) => this.#history.make(steps),
    });
  }

  #end(): Promise<void> {
    this.#closing ??= this.#stop();
    return this.#closing;
  }

  async #stop(): Promise<void> {
    this.#queries.close();
    this.company.close();
    await this.#parts.tab.close();
  }
}
