import type { Timers } from '../sync/ports.js';

/** Does work at once, but no sooner than some time after the last time. */
export class Pacing {
  #last = -Infinity;
  #cancel: (() => void) | undefined;

  constructor(
    private readonly timers: Timers,
    private readonly everyMs: number,
    private readonly work: () => void,
  ) {}

  /** Once, however often it is asked for before it is done. */
  soon(): void {
    if (this.#cancel === undefined) {
      const wait = this.#last + this.everyMs - this.timers.now();
      if (wait <= 0) {
        this.now();
      } else {
        this.#cancel = this.timers.after(wait, () => this.now());
      }
    }
  }

  now(): void {
    this.cancel();
    this.#last = this.timers.now();
    this.work();
  }

  cancel(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
