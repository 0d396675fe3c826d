import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SteadyTimers } from '../../src/client/steady-timers.js';
import { VirtualTime } from '../server/virtual-time.js';

/** Carries out the program of a worker, with a time of its own. */
class FakeWorker {
  static all: FakeWorker[] = [];
  static isForbidden = false;
  readonly time = new VirtualTime();
  readonly program: Promise<(event: { data: unknown }) => void>;
  onmessage: ((event: { data: unknown }) => void) | undefined;
  terminated = false;

  constructor(url: string) {
    if (FakeWorker.isForbidden) {
      throw new DOMException('the policy of the page forbids it', 'SecurityError');
    }
    FakeWorker.all.push(this);
    this.program = fetch(url)
      .then((response) => response.text())
      .then((text) => {
        const begin = new Function('setTimeout', 'postMessage', `let onmessage; ${text}; return onmessage;`);
        return begin(
          (work: () => void, millis: number) => this.time.after(millis, work),
          (data: unknown) => this.terminated || this.onmessage?.({ data }),
        );
      });
  }

  async postMessage(data: unknown): Promise<void> {
    (await this.program)({ data });
  }

  terminate(): void {
    this.terminated = true;
  }
}

const page = { hidden: true };
let time: VirtualTime;
let timers: SteadyTimers;

beforeEach(() => {
  vi.stubGlobal('document', page);
  vi.stubGlobal('Worker', FakeWorker);
  page.hidden = true;
  FakeWorker.all = [];
  FakeWorker.isForbidden = false;
  time = new VirtualTime();
  timers = new SteadyTimers(time);
});
afterEach(() => void vi.unstubAllGlobals());

/** Lets time pass in the worker, but not in the page. */
async function passInWorker(millis: number): Promise<void> {
  const [worker] = FakeWorker.all;
  await worker!.program;
  await worker!.time.pass(millis);
}

describe('timers of a page that nobody looks at', () => {
  test('are on time though the page is held back, and run once', async () => {
    const work = vi.fn();
    timers.after(100, work);
    await passInWorker(99);
    expect(work).not.toHaveBeenCalled();
    await passInWorker(1);
    expect(work).toHaveBeenCalledTimes(1);
    await time.pass(60_000);
    expect(work).toHaveBeenCalledTimes(1);
    expect(time.waiting).toBe(0);
  });

  test('run once when the page comes first', async () => {
    const work = vi.fn();
    timers.after(100, work);
    await time.pass(100);
    await passInWorker(100);
    expect(work).toHaveBeenCalledTimes(1);
  });

  test('do not run when they are taken back', async () => {
    const work = vi.fn();
    timers.after(100, work)();
    await passInWorker(100);
    await time.pass(100);
    expect(work).not.toHaveBeenCalled();
  });

  test('share a worker, which ends with whoever leads, and begins anew', async () => {
    timers.after(100, () => undefined);
    timers.after(200, () => undefined);
    expect(FakeWorker.all).toHaveLength(1);
    timers.rest();
    expect(FakeWorker.all[0]!.terminated).toBe(true);
    timers.after(100, () => undefined);
    expect(FakeWorker.all).toHaveLength(2);
  });

  test('are those of the page where it may have no worker', async () => {
    FakeWorker.isForbidden = true;
    const work = vi.fn();
    timers.after(100, work);
    timers.after(100, work);
    await time.pass(100);
    expect(work).toHaveBeenCalledTimes(2);
  });
});

describe('timers of a page that somebody looks at, and where there are no pages', () => {
  test('are those of the platform', async () => {
    const work = vi.fn();
    page.hidden = false;
    timers.after(100, work);
    vi.stubGlobal('document', undefined);
    timers.after(100, work);
    expect(FakeWorker.all).toEqual([]);
    await time.pass(100);
    expect(work).toHaveBeenCalledTimes(2);
    expect(timers.now()).toBe(time.now());
  });
});
