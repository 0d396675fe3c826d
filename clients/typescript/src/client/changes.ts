import { applyOp } from '../record/apply.js';
import type { Op } from '../record/op.js';
import type { RecordState } from '../record/state.js';
import type { DeviceClock } from '../replica/device-clock.js';
import { recordKey } from '../replica/entries.js';
import type { Change, Recorder } from '../replica/recorder.js';
import type { SetFields } from '../replica/sets.js';
import type { View } from '../replica/view.js';
import type { Random } from '../sync/ports.js';
import { newId } from '../value/id.js';
import { DEFAULT_LIMITS } from '../wire/messages.js';
import { inverseOf, opFields, type SetNames, type Step } from './step.js';

/** What {@link Changes} work with. */
export interface ChangesParts {
  readonly view: View;
  readonly recorder: Recorder;
  readonly clock: DeviceClock;
  readonly sets: SetFields;
  readonly random: Random;
  /** Unix ms, as the device shows it. */
  readonly now: () => number;
}

/** How a change is made. */
export interface ChangeOptions {
  /** Whether the server shall take all of it or nothing; of at most 500 ops then. */
  readonly atomic?: boolean;
  /** Ids of refused ops that it settles. */
  readonly settles?: readonly string[];
  /** Told, before it is saved, how to take it back. */
  readonly made?: (inverse: readonly Step[]) => void;
}

/** Brings the records of steps into memory. */
interface Reading {
  readonly steps: Step[];
  readonly brought: Promise<unknown>;
}

const NO_SETS: SetNames = new Set();

/** Makes changes of the app: shown at once, then saved. */
export class Changes {
  readonly #parts: ChangesParts;
  /** Records that changes wait for which were made before, and are not in memory. */
  readonly #awaited = new Map<string, number>();
  /** What is read next, together. */
  #next: Reading | undefined;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(parts: ChangesParts) {
    this.#parts = parts;
  }

  /** A new id of a record, or an op. */
  newId(): string {
    return newId(this.#parts.clock.time(), this.#parts.random);
  }

  /**
   * Makes one change of several steps. They are shown together, before this returns if the records are in memory.
   *
   * @returns resolves when it is saved
   * @throws StorageError when it is not; it is not shown any longer then
   */
  async make(steps: readonly Step[], options: ChangeOptions = {}): Promise<void> {
    const { view, recorder } = this.#parts;
    const keys = steps.map(({ collection, id }) => recordKey(collection, id));
    for (const { collection, id, isNew } of steps) {
      if (isNew) {
        view.collection(collection).begin(id);
      }
    }
    const isKnown = steps.every(({ collection, id }) => view.collection(collection).knows(id));
    if (!isKnown || keys.some((key) => this.#awaited.has(key))) {
      await this.#bring(steps, keys);
    }
    const { change, inverse } = this.#stamp(steps, options);
    if (change.ops.length === 0 && !change.settles) {
      return;
    }
    view.show(change);
    options.made?.(inverse);
    try {
      await recorder.record(change);
    } catch (error) {
      view.withdraw(change);
      throw error;
    }
  }

  /** Changes of records that are not in memory are made in the order in which they were asked for. */
  async #bring(steps: readonly Step[], keys: readonly string[]): Promise<void> {
    keys.forEach((key) => this.#awaited.set(key, (this.#awaited.get(key) ?? 0) + 1));
    this.#next ??= this.#begin();
    this.#next.steps.push(...steps);
    const { brought } = this.#next;
    try {
      await brought;
    } finally {
      for (const key of keys) {
        const count = this.#awaited.get(key)! - 1;
        if (count === 0) {
          this.#awaited.delete(key);
        } else {
          this.#awaited.set(key, count);
        }
      }
    }
  }

  /** What is asked for while something is read is read together afterwards. */
  #begin(): Reading {
    const steps: Step[] = [];
    const brought = this.#tail.then(() => {
      this.#next = undefined;
      const collections = [...new Set(steps.map(({ collection }) => collection))];
      return Promise.all(
        collections.map((name) => {
          const ids = steps.filter(({ collection }) => collection === name).map(({ id }) => id);
          return this.#parts.view.collection(name).bring([...new Set(ids)]);
        }),
      );
    });
    this.#tail = brought.catch(() => undefined);
    return { steps, brought };
  }

  #stamp(steps: readonly Step[], { atomic, settles }: ChangeOptions): { change: Change; inverse: Step[] } {
    const { view, clock, sets, now } = this.#parts;
    const states = new Map<string, RecordState | undefined>();
    const ops: Op[] = [];
    const inverse: Step[] = [];
    for (const step of steps) {
      const { collection, id, kind } = step;
      const key = recordKey(collection, id);
      const state = states.has(key) ? states.get(key) : view.collection(collection).shown(id);
      const names = sets(collection) ?? NO_SETS;
      const fields = kind === 'put' ? opFields(step, state, names) : undefined;
      if (fields && Object.keys(fields).length === 0) {
        continue;
      }
      const op: Op = { opId: this.newId(), collection, id, kind, hlc: clock.now(), ...(fields && { fields }) };
      const back = inverseOf(op, state, names);
      if (back) {
        inverse.unshift(back);
      }
      ops.push(op);
      states.set(key, applyOp(state, op, names));
    }
    if (atomic && ops.length > DEFAULT_LIMITS.opsPerPush) {
      throw new RangeError(`an atomic change has at most ${DEFAULT_LIMITS.opsPerPush} ops`);
    }
    const group = atomic && ops.length > 1 ? this.newId() : undefined;
    const change: Change = {
      ops,
      at: now(),
      offset: clock.offset,
      ...(group !== undefined && { group }),
      ...(settles && settles.length > 0 && { settles }),
    };
    return { change, inverse };
  }
}
