import type { Timers } from '../sync/ports.js';

/** Answers a message, which has an id and how long to wait in ms, with the id when that is over. */
const WORK = 'onmessage=({data:[id,millis]})=>setTimeout(()=>postMessage(id),millis)';

/**
 * Timers that go on in a page that nobody looks at. Browsers let those of such a page run once a minute, which would be too late for whoever leads other
 * tabs, but those of a worker as ever. Where there can be no worker (a policy of the page may forbid it), they are those of the page.
 */
export class SteadyTimers implements Timers {
  readonly #timers: Timers;
  readonly #waiting = new Map<number, () => void>();
  #last = 0;
  /** `null` when there can be none. */
  #worker: Worker | null | undefined;
  /** Of its program. */
  #url: string | undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  now(): number {
    return this.#timers.now();
  }

  after(millis: number, work: () => void): () => void {
    if (typeof document === 'undefined' || !document.hidden) {
      return this.#timers.after(millis, work);
    }
    const id = ++this.#last;
    const due = (): void => {
      stop();
      work();
    };
    const cancel = this.#timers.after(millis, due);
    const stop = (): void => {
      this.#waiting.delete(id);
      cancel();
    };
    this.#waiting.set(id, due);
    this.#worker ??= this.#begin();
    this.#worker?.postMessage([id, millis]);
    return stop;
  }

  /** Ends the worker; the next one who needs it begins it anew. */
  rest(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #begin(): Worker | null {
    try {
      this.#url ??= URL.createObjectURL(new Blob([WORK], { type: 'text/javascript' }));
      const worker = new Worker(this.#url);
      worker.onmessage = ({ data }: MessageEvent<number>) => this.#waiting.get(data)?.();
      return worker;
    } catch {
      return null;
    }
  }
}
