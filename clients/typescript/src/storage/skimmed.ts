import type { RecordState } from '../record/state.js';
import { isDeleted } from '../record/tombstone.js';
import { isObject } from '../value/own.js';
import { StorageError, type Entry, type Skimmed, type SkimmedRow } from './storage.js';
import type { Unpacked } from './unpack.js';

/**
 * What is shown of an entry that was read as it is.
 *
 * @throws StorageError `corrupt` when it is no record
 */
export function skimmedEntry({ key, value }: Entry): Skimmed {
  const state = isObject(value) ? value.s : undefined;
  if (!isObject(state) || !isObject(state.fields)) throw new StorageError('corrupt', `records/${key} cannot be read`);
  const whole = state as unknown as RecordState;
  const id = key.slice(key.indexOf('/') + 1);
  return { key, id, row: isDeleted(whole) ? undefined : { ...whole.fields, id }, state: whole };
}

/** A record in a pack. */
export class PackedRecord implements Skimmed {
  readonly #pack: Unpacked;
  readonly #at: number;
  #state: RecordState | undefined;

  constructor(
    readonly row: SkimmedRow | undefined,
    readonly id: string,
    pack: Unpacked,
    at: number,
  ) {
    this.#pack = pack;
    this.#at = at;
  }

  get key(): string {
    return this.#pack.key(this.#at);
  }

  get state(): RecordState {
    return (this.#state ??= this.#pack.state(this.#at));
  }
}
