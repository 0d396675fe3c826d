import { RequestRefused } from './ports.js';
import { problem } from './problems.js';

/** Work that is done one after the other, in the order in which it was given. */
export class Inbox {
  private last: Promise<void> = Promise.resolve();
  private era = 0;

  /** `failed` is told of the first piece of work that fails; what waits behind it is dropped. */
  constructor(private readonly failed: (error: unknown) => void) {}

  add(work: () => Promise<void> | void): void {
    this.run(work).catch(() => {});
  }

  /** Does it in its turn. Fails like the work, or because it was dropped. */
  run<T>(work: () => Promise<T> | T): Promise<T> {
    const era = this.era;
    const done = this.last.then(() => {
      if (era !== this.era) {
        throw new RequestRefused(problem('stopped', 'The engine was stopped'));
      }
      return work();
    });
    this.last = done.then(
      () => {},
      (error: unknown) => this.fail(era, error),
    );
    return done;
  }

  private fail(era: number, error: unknown): void {
    if (era === this.era) {
      this.clear();
      this.failed(error);
    }
  }

  /** Drops what waits. */
  clear(): void {
    this.era++;
  }

  /** Resolves when nothing that was given before is under way. */
  idle(): Promise<void> {
    return this.last;
  }
}
