import { formatStamp, millisOf, newNode } from '../clock/hlc.js';
import { HybridClock } from '../clock/hybrid-clock.js';
import type { Stamp } from '../record/state.js';
import type { Storage, Write } from '../storage/storage.js';
import type { Random } from '../sync/ports.js';
import { checkSound } from './sound.js';

/** How far ahead of the time, in ms, others may have been who were heard of: servers take no more. */
const AHEAD = 60_000;

/** What a {@link DeviceClock} needs. */
export interface DeviceClockOptions {
  /** Unix ms, as the device shows it. */
  readonly now: () => number;
  /** For node ids. */
  readonly random: Random;
  /** Whether others write to the same storage in their turns, such as other tabs: it has a node id of its own for this run then. */
  readonly shared?: boolean;
}

/** The hybrid logical clock of a device or a tab, in the server's time as far as it was corrected. */
export class DeviceClock {
  /** Whether others write to the same storage in their turns. */
  readonly isShared: boolean;
  readonly #now: () => number;
  readonly #random: Random;
  #clock: HybridClock;
  #offset: number;

  private constructor(
    options: DeviceClockOptions,
    kept: { readonly node?: string; readonly last?: Stamp; readonly offset?: number },
  ) {
    this.isShared = options.shared ?? false;
    this.#now = options.now;
    this.#random = options.random;
    this.#offset = kept.offset ?? 0;
    this.#clock = this.#begin(kept.node ?? newNode(options.random), kept.last);
  }

  /** Goes on where the clock of this storage stood, which is open. */
  static async read(storage: Pick<Storage, 'get'>, options: DeviceClockOptions): Promise<DeviceClock> {
    const names = ['node', 'clock', 'offset'];
    const [node, last, offset] = (await storage.get('meta', names)).map((value, at) => {
      checkSound('meta', names[at]!, value);
      return value;
    });
    return new DeviceClock(options, {
      ...(typeof node === 'string' && !options.shared && { node }),
      ...(typeof last === 'string' && { last }),
      ...(typeof offset === 'number' && { offset }),
    });
  }

  get node(): string {
    return this.#clock.node;
  }

  /** The greatest stamp that it gave or observed. */
  get last(): Stamp | undefined {
    return this.#clock.last;
  }

  /** What is added to the device's time. */
  get offset(): number {
    return this.#offset;
  }

  /** Unix ms, corrected. */
  time(): number {
    return Math.floor(this.#now() + this.#offset);
  }

  /** How far it is ahead of the time, in ms. */
  get ahead(): number {
    return this.last === undefined ? 0 : Math.max(0, millisOf(this.last) - this.time());
  }

  now(): Stamp {
    return this.#clock.now();
  }

  observe(stamp: Stamp): void {
    if (stamp > (this.#clock.last ?? '')) {
      this.#clock.observe(stamp);
    }
  }

  /** Where it would stand after a {@link shift}: where it stands now, unless that is far ahead of the corrected time. */
  lastAfter(millis: number): Stamp | undefined {
    const { last } = this.#clock;
    const time = this.time() + millis;
    return last && millisOf(last) > time + AHEAD
      ? formatStamp({ millis: Math.max(0, time), counter: 0, node: this.node })
      : last;
  }

  /** Corrects the time; the stamps that follow are greater than `after`, and may be less than those before. */
  shift(millis: number, after?: Stamp): void {
    const last = this.lastAfter(millis);
    this.#offset += millis;
    this.#clock = this.#begin(this.node, last);
    this.observe(after ?? '');
  }

  /** A node id that nobody has. */
  newNode(): string {
    return newNode(this.#random);
  }

  /** Goes on under another node id, after a stamp. */
  renew(node: string, after?: Stamp): void {
    this.#clock = this.#begin(node, this.#clock.last);
    this.observe(after ?? '');
  }

  /** Follows what another one has committed for all who share the storage. */
  applied(writes: readonly Write[]): void {
    for (const { table, key, value } of writes) {
      if (table === 'meta' && key === 'offset' && typeof value === 'number' && value !== this.#offset) {
        this.shift(value - this.#offset);
      }
      if (table === 'meta' && key === 'clock' && typeof value === 'string' && millisOf(value) >= 0) {
        this.observe(value);
      }
    }
  }

  #begin(node: string, last?: Stamp): HybridClock {
    return new HybridClock({ node, now: () => this.time(), ...(last && { last }) });
  }
}
