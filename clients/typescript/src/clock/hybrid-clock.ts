import type { Stamp } from '../record/state.js';
import { formatStamp, MAX_COUNTER, parseStamp } from './hlc.js';

/** What a {@link HybridClock} needs. */
export interface ClockOptions {
  /** Node id of this clock; two clocks that may run at the same time never share one. */
  readonly node: string;
  /** Physical time, Unix ms. */
  readonly now: () => number;
  /** The greatest stamp that a clock of this node gave or observed before, so that none is given twice. */
  readonly last?: Stamp;
}

/** A hybrid logical clock (Kulkarni et al., 2014): strictly increasing, close to physical time, ahead of all that it has observed. */
export class HybridClock {
  /** Its node id, which its stamps end in. */
  readonly node: string;
  readonly #now: () => number;
  #millis = 0;
  #counter = -1;

  /** RangeError when `last` is no stamp. */
  constructor({ node, now, last }: ClockOptions) {
    this.node = node;
    this.#now = now;
    if (last !== undefined) {
      const reading = parseStamp(last);
      this.#set(reading.millis, reading.counter);
    }
  }

  /** Where the clock stands: the greatest that it gave or observed, to be kept; nothing while it is new. */
  get last(): Stamp | undefined {
    return this.#counter < 0 ? undefined : this.#stamp();
  }

  /** A new stamp, greater than all that were given or observed before. */
  now(): Stamp {
    const physical = this.#physical();
    if (physical > this.#millis) {
      this.#set(physical, 0);
    } else {
      this.#set(this.#millis, this.#counter + 1);
    }
    return this.#stamp();
  }

  /** Moves the clock past a stamp of another one. RangeError when it is no stamp. */
  observe(stamp: Stamp): void {
    const remote = parseStamp(stamp);
    const physical = this.#physical();
    if (physical > this.#millis && physical > remote.millis) {
      this.#set(physical, 0);
    } else if (this.#millis === remote.millis) {
      this.#set(this.#millis, Math.max(this.#counter, remote.counter) + 1);
    } else if (this.#millis > remote.millis) {
      this.#set(this.#millis, this.#counter + 1);
    } else {
      this.#set(remote.millis, remote.counter + 1);
    }
  }

  #physical(): number {
    return Math.floor(this.#now());
  }

  #set(millis: number, counter: number): void {
    const full = counter > MAX_COUNTER;
    this.#millis = full ? millis + 1 : millis;
    this.#counter = full ? 0 : counter;
  }

  #stamp(): Stamp {
    return formatStamp({ millis: this.#millis, counter: this.#counter, node: this.node });
  }
}
