import type { Clocks, Deletion, RecordState } from '../record/state.js';
import type { Fields } from '../value/json.js';
import { isObject } from '../value/own.js';
import type { Rest } from './rest.js';
import { StorageError, type Entry, type Skimmed } from './storage.js';

/**
 * What is shown of an entry that was read as it is.
 *
 * @throws StorageError `corrupt` when it is no record
 */
export function skimmedEntry({ key, value }: Entry): Skimmed {
  const state = isObject(value) ? value.s : undefined;
  if (!isObject(state) || !isObject(state.fields)) throw new StorageError('corrupt', `records/${key} cannot be read`);
  return { key, row: { ...(state.fields as Fields), id: idOf(key) }, state: state as unknown as RecordState };
}

/** The id of a record: what is behind the first slash of its key. */
export function idOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

/** The state of a record in a pack. */
export class PackedState implements RecordState {
  declare readonly deleted?: Deletion;
  #fields: Fields | undefined;
  #clocks: Clocks | undefined;

  constructor(
    private readonly row: Fields,
    deleted: Deletion | undefined,
    private readonly rest: Rest,
    private readonly at: number,
  ) {
    this.deleted = deleted as Deletion;
  }

  get fields(): Fields {
    if (this.#fields === undefined) {
      const { id: _, ...fields } = this.row;
      this.#fields = fields;
    }
    return this.#fields;
  }

  get clocks(): Clocks {
    return (this.#clocks ??= this.rest.clocks(this.at));
  }
}
