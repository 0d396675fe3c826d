import type { Json } from '../value/json.js';

/** The text of clocks in which each stamp is its number in `stamps`, where new ones are added; nothing when there is anything but stamps in it. */
export function clocksText(clocks: Json, stamps: Map<string, number>): string | undefined {
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

/** The clocks of a pack, read when somebody asks. */
export class Clocks {
  #text: string;
  #read: readonly Json[] | undefined;

  /** @param text of a list of stamps, and a list of what {@link clocksText} made, or `null` */
  constructor(text: string) {
    this.#text = text;
  }

  at(index: number): Json {
    if (this.#read === undefined) {
      const [stamps, clocks] = JSON.parse(this.#text) as [string[], Json[]];
      this.#read = clocks.map((each) => withStamps(each, stamps));
      this.#text = '';
    }
    return this.#read[index] ?? null;
  }
}

/** Changes `clocks`. */
function withStamps(clocks: Json, stamps: readonly string[]): Json {
  if (typeof clocks === 'number') return stamps[clocks]!;
  if (typeof clocks === 'object' && clocks !== null) {
    const members = clocks as Record<string, Json>;
    for (const name of Object.keys(members)) members[name] = withStamps(members[name]!, stamps);
  }
  return clocks;
}

/** A record whose clocks are read when somebody asks for them. */
export class Skimmed {
  readonly fields: unknown;
  readonly deleted: unknown;

  constructor(
    { fields, deleted }: { readonly fields?: unknown; readonly deleted?: unknown },
    private readonly pack: Clocks,
    private readonly at: number,
  ) {
    this.fields = fields;
    this.deleted = deleted;
  }

  get clocks(): Json {
    return this.pack.at(this.at);
  }
}
