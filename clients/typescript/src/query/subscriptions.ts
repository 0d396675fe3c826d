import type { Wanted } from '../sync/target.js';
import { nameOf } from '../value/name.js';
import type { Interest } from './queries.js';

/** Keeps a subscription until the answer is called. */
export type Want = (wanted: Wanted) => () => void;

interface Held {
  readonly wanted: Wanted;
  interests: number;
  /** How to give it up; absent while it is not wanted. */
  settle?: () => void;
}

/** Of how many parts of a collection a server is asked to keep track; beyond, all of it costs less. Servers allow for 32 subscriptions. */
const MOST_PARTS = 8;

/** The subscriptions that live queries need: each once, and none of a part where the whole collection is wanted. */
export class Subscriptions {
  readonly #want: Want;
  /** By their names. */
  readonly #held = new Map<string, Held>();
  /** Collections that are wanted whole because of their many parts, until half of these are gone. */
  readonly #wide = new Set<string>();

  constructor(want: Want) {
    this.#want = want;
  }

  /** Returns what is to be done when nobody is interested any more. */
  readonly interested = (interest: Interest): (() => void) => {
    const held = this.#hold(interest);
    held.interests += 1;
    this.#weigh(interest.collection);
    let over = false;
    return () => {
      if (!over) {
        over = true;
        held.interests -= 1;
        this.#weigh(interest.collection);
      }
    };
  };

  #hold(interest: Interest): Held {
    const wanted = subscriptionOf(interest);
    const held = this.#held.get(wanted.sub) ?? { wanted, interests: 0 };
    this.#held.set(wanted.sub, held);
    return held;
  }

  /** What is wanted anew comes before what is given up, so that records that both name stay. */
  #weigh(collection: string): void {
    const whole = this.#hold({ collection });
    const all = [...this.#held.values()].filter(({ wanted }) => wanted.collections.includes(collection));
    const parts = all.filter((held) => held !== whole && held.interests > 0);
    if (parts.length > MOST_PARTS) {
      this.#wide.add(collection);
    } else if (parts.length <= MOST_PARTS / 2) {
      this.#wide.delete(collection);
    }
    const needed = whole.interests > 0 || this.#wide.has(collection) ? [whole] : parts;
    for (const held of needed) {
      held.settle ??= this.#want(held.wanted);
    }
    for (const held of all.filter((one) => !needed.includes(one))) {
      held.settle?.();
      delete held.settle;
      if (held.interests === 0) {
        this.#held.delete(held.wanted.sub);
      }
    }
  }
}

/** The subscription that brings what somebody is interested in; of the same name for the same conditions. */
export function subscriptionOf({ collection, where, filter }: Interest): Wanted {
  if (where === undefined || filter === undefined) {
    return { sub: collection, collections: [collection] };
  }
  return { sub: `${collection}:${nameOf(filter.canonical)}`, collections: [collection], where };
}
