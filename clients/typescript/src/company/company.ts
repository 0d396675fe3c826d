import type { CompanySetting } from './setting.js';

/** Something that goes on beside the records of a client, until that is closed. */
export interface Companion {
  /** Ends it. */
  close(): void;
}

/** What goes on beside the records of a client: one of each kind, made when it is asked for. See `presenceOf` and `handoffOf`. */
export class Company {
  readonly #setting: CompanySetting;
  readonly #made = new Map<unknown, Companion>();

  constructor(setting: CompanySetting) {
    this.#setting = setting;
  }

  /** The one of its kind: always the same. */
  the<T extends Companion>(Kind: new (setting: CompanySetting) => T): T {
    const made = this.#made.get(Kind) ?? new Kind(this.#setting);
    this.#made.set(Kind, made);
    return made as T;
  }

  /** Ends what there is. */
  close(): void {
    this.#made.forEach((companion) => companion.close());
  }
}

/** Whatever has company: a client. */
export interface Accompanied {
  /** Where what goes on beside its records is. */
  readonly company: Pick<Company, 'the'>;
}
