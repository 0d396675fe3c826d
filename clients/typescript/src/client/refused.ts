import type { Observable } from '../query/observable.js';
import type { Op } from '../record/op.js';
import type { RefusedEntry } from '../replica/entries.js';
import type { TableFeed } from '../replica/table-feed.js';
import { checkFields } from '../schema/fields.js';
import type { Schema } from '../schema/schema.js';
import { own } from '../value/own.js';
import type { Changes } from './changes.js';
import type { Step } from './step.js';

/** The changes that the server did not take. */
export class Refused {
  readonly #feed: TableFeed<RefusedEntry>;
  readonly #changes: Changes;
  readonly #schema: Schema;

  constructor(feed: TableFeed<RefusedEntry>, changes: Changes, schema: Schema) {
    this.#feed = feed;
    this.#changes = changes;
    this.#schema = schema;
  }

  /** All of them, live, the oldest first. */
  get list(): Observable<readonly RefusedEntry[]> {
    return this.#feed;
  }

  /**
   * Makes a change once more, as if it were made now; of an atomic one all of it. Does nothing when it is not on the list.
   *
   * @param opId of the refused op
   */
  retry(opId: string): Promise<void> {
    return this.#again(opId, ({ op }) => stepOf(op));
  }

  /**
   * Makes a change once more with other fields; the other ops of an atomic one stay as they are.
   *
   * @param fields all that it shall write
   * @throws InvalidValue when the schema does not allow them
   */
  async edit(opId: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#again(opId, ({ op }) =>
      op.opId === opId
        ? { ...stepOf(op), kind: 'put', fields: checkFields(own(this.#schema, op.collection) ?? {}, fields) }
        : stepOf(op),
    );
  }

  /** Takes a change off the list for good; of an atomic one all of it. */
  async drop(opId: string): Promise<void> {
    const group = await this.#group(opId);
    await this.#changes.make([], { settles: group.map(({ op }) => op.opId) });
  }

  async #again(opId: string, stepFor: (entry: RefusedEntry) => Step): Promise<void> {
    const group = await this.#group(opId);
    if (group.length > 0) {
      await this.#changes.make(group.map(stepFor), {
        settles: group.map(({ op }) => op.opId),
        atomic: group[0]!.group !== undefined,
      });
    }
  }

  /** A refused op with those that were refused with it; none when it is not on the list. */
  async #group(opId: string): Promise<readonly RefusedEntry[]> {
    await this.#feed.load();
    const all = this.#feed.current ?? [];
    const entry = all.find(({ op }) => op.opId === opId);
    return all.filter((each) => each === entry || (each.group !== undefined && each.group === entry?.group));
  }
}

function stepOf({ collection, id, kind, fields }: Op): Step {
  return { collection, id, kind, ...(fields && { fields }) };
}
