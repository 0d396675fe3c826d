import type { Clocks } from '../record/state.js';
import type { Json } from '../value/json.js';

type Read = readonly [stamps: readonly string[], clocks: readonly Json[], others: readonly Json[]];

/** What of the entries of a pack is not shown, read when somebody asks. */
export class Rest {
  #text: string;
  #read: Read | undefined;

  /** @param text of a list of stamps, one of clocks in which a stamp is its number in that list, and one of everything else */
  constructor(text: string) {
    this.#text = text;
  }

  clocks(at: number): Clocks {
    const [stamps, clocks] = this.#all();
    return withStamps(clocks[at]!, stamps) as Clocks;
  }

  other(at: number): Json {
    return this.#all()[2][at]!;
  }

  #all(): Read {
    this.#read ??= JSON.parse(this.#text) as Read;
    this.#text = '';
    return this.#read;
  }
}

function withStamps(clocks: Json, stamps: readonly string[]): Json {
  return typeof clocks === 'number'
    ? stamps[clocks]!
    : Object.fromEntries(
        Object.entries(clocks as object).map(([name, each]) => [name, withStamps(each as Json, stamps)]),
      );
}
