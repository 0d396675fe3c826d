import type { ConnectionEvents } from '../../src/sync/ports.js';
import type { ServerMessage } from '../../src/wire/messages.js';

type Told = { readonly type: 'opened' } | { readonly type: 'closed'; readonly code: number } | ServerMessage;

/** What a connection tells, in its order; {@link next} waits for it. */
export class Heard implements ConnectionEvents {
  readonly all: Told[] = [];
  private taken = 0;
  private wake: (() => void) | undefined;

  opened(): void {
    this.put({ type: 'opened' });
  }

  message(message: ServerMessage): void {
    this.put(message);
  }

  closed(code: number): void {
    this.put({ type: 'closed', code });
  }

  /** The next thing that is told. */
  async next(): Promise<Told> {
    while (this.taken === this.all.length) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return this.all[this.taken++]!;
  }

  /** The next so many. */
  async some(count: number): Promise<Told[]> {
    const told: Told[] = [];
    while (told.length < count) {
      told.push(await this.next());
    }
    return told;
  }

  private put(told: Told): void {
    this.all.push(told);
    this.wake?.();
  }
}
