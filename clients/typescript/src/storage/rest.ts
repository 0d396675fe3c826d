import type { Clocks } from '../record/state.js';
import type { Json } from '../value/json.js';

/** The text of clocks in which each stamp is its number in `stamps`, where new ones are added; nothing when there is anything but stamps in it. */
export function clocksText(clocks: Clocks, stamps: Map<string, number>): string | undefined {
  let isOdd = false;
  const text = JSON.stringify(clocks, (_, each: Json) => {
    if (typeof each !== 'string') {
      isOdd ||= typeof each !== 'object' || each === null;
      return each;
    }
    let at = stamps.get(each);
    if (at === undefined) stamps.set(each, (at = stamps.size));
    return at;
  });
  return isOdd ? undefined : text;
}

type Read = readonly [stamps: readonly string[], clocks: readonly Json[], others: readonly Json[]];

/** What of the entries of a pack is not shown, read when somebody asks. */
export class Rest {
  #text: string;
  #read: Read | undefined;

  /** @param text of a list of stamps, a list of what {@link clocksText} made, and one of everything else */
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
