import { describe, expect, test } from 'vitest';
import { Tidying } from '../../src/replica/tidying.js';
import { StorageError } from '../../src/storage/storage.js';
import { VirtualTime } from '../server/virtual-time.js';

/** A storage that has so much to tidy up, and says when it did. */
class Untidy {
  readonly at: number[] = [];
  fails: StorageError | undefined;
  /** Holds pieces of work back until it is called. */
  go: (() => void) | undefined;
  readonly #began: number;

  constructor(
    readonly time: VirtualTime,
    public left: number,
    readonly holds = false,
  ) {
    this.#began = time.now();
  }

  async tidy(): Promise<boolean> {
    this.at.push(this.time.now() - this.#began);
    if (this.holds) {
      await new Promise<void>((resolve) => (this.go = resolve));
    }
    if (this.fails) {
      throw this.fails;
    }
    return this.left-- > 0;
  }
}

function begun(left: number, holds = false): { time: VirtualTime; storage: Untidy; tidying: Tidying } {
  const time = new VirtualTime();
  const storage = new Untidy(time, left, holds);
  return { time, storage, tidying: new Tidying(storage, time) };
}

describe('tidying up', () => {
  test('begins after two idle seconds, goes on with pauses, and ends when there is nothing left', async () => {
    const { time, storage } = begun(2);
    await time.pass(60_000);
    expect(storage.at).toEqual([2_000, 2_020, 2_040]);
    expect(time.waiting).toBe(0);
  });

  test('is put off by every commit, also in its middle', async () => {
    const { time, storage, tidying } = begun(2);
    await time.pass(1_500);
    tidying.putOff();
    await time.pass(2_010);
    expect(storage.at).toEqual([3_500]);
    tidying.putOff();
    await time.pass(60_000);
    expect(storage.at).toEqual([3_500, 5_510, 5_530]);
  });

  test('is put off by a commit that comes while a piece is under way, and does none twice at once', async () => {
    const { time, storage, tidying } = begun(1, true);
    await time.pass(2_000);
    tidying.putOff();
    storage.go!();
    await time.pass(1_990);
    expect(storage.at).toEqual([2_000]);
    await time.pass(10);
    tidying.putOff();
    await time.pass(2_000);
    expect(storage.at).toEqual([2_000, 4_000]);
    storage.go!();
    await time.pass(60_000);
    expect(storage.at).toEqual([2_000, 4_000]);
  });

  test('that fails is left until something is committed', async () => {
    const { time, storage, tidying } = begun(5);
    storage.fails = new StorageError('full', 'no room');
    await time.pass(60_000);
    expect(storage.at).toEqual([2_000]);
    storage.fails = undefined;
    tidying.putOff();
    await time.pass(2_030);
    expect(storage.at).toEqual([2_000, 62_000, 62_020]);
  });

  test('stops when what is under way is done', async () => {
    const { time, storage, tidying } = begun(5, true);
    await time.pass(2_000);
    let stopped = false;
    const stop = tidying.stop().then(() => (stopped = true));
    await time.pass(0);
    expect(stopped).toBe(false);
    storage.go!();
    await stop;
    tidying.putOff();
    await time.pass(60_000);
    expect(storage.at).toEqual([2_000]);
  });

  test('waits for nothing where a storage has nothing to do', async () => {
    const time = new VirtualTime();
    new Tidying({}, time).putOff();
    expect(time.waiting).toBe(0);
  });
});
