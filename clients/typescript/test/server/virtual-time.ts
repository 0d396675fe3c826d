import type { Timers } from '../../src/sync/ports.js';

interface Task {
  readonly at: number;
  readonly work: () => void;
}

/** Time that passes only when it is told to, and lets all promises settle in between. */
export class VirtualTime implements Timers {
  #now: number;
  #tasks: Task[] = [];

  constructor(now = 1_800_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(millis: number, work: () => void): () => void {
    const task = { at: this.#now + Math.max(0, Math.ceil(millis)), work };
    const later = this.#tasks.findIndex(({ at }) => at > task.at);
    this.#tasks.splice(later < 0 ? this.#tasks.length : later, 0, task);
    return () => {
      const at = this.#tasks.indexOf(task);
      if (at >= 0) this.#tasks.splice(at, 1);
    };
  }

  /** How much waits for its time. */
  get waiting(): number {
    return this.#tasks.length;
  }

  /** Lets so much time pass. */
  async pass(millis: number): Promise<void> {
    const until = this.#now + millis;
    await settled();
    while (this.#tasks[0] && this.#tasks[0].at <= until) {
      const { at, work } = this.#tasks.shift()!;
      this.#now = at;
      work();
      await settled();
    }
    this.#now = until;
  }

  /** Lets time pass until something holds; fails when it does not within so many ms. */
  async until(holds: () => boolean | Promise<boolean>, most = 600_000, step = 250): Promise<void> {
    for (let passed = 0; !(await holds()); passed += step) {
      if (passed >= most) throw new Error(`not within ${most} ms: ${holds}`);
      await this.pass(step);
    }
  }
}

/** All promises that depend on nothing outside have settled. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A clock of its own over the time of others: off by `skew` ms; it stops for good with {@link stop}, as a process does. */
export class OwnTime implements Timers {
  #over = false;

  constructor(
    private readonly time: Timers,
    public skew = 0,
  ) {}

  now(): number {
    return this.time.now() + this.skew;
  }

  after(millis: number, work: () => void): () => void {
    return this.time.after(millis, () => this.#over || work());
  }

  get over(): boolean {
    return this.#over;
  }

  stop(): void {
    this.#over = true;
  }
}
