import type { SetFields } from '../replica/sets.js';
import type { View } from '../replica/view.js';
import { type Schema, setFields } from '../schema/schema.js';
import type { Changes } from './changes.js';
import type { Step } from './step.js';
import { standing, UndoStack } from './undo.js';

/** Makes changes so that they can be taken back. */
export class History {
  readonly #changes: Changes;
  readonly #view: View;
  readonly #schema: Schema;
  readonly #sets: SetFields;
  readonly #made = new UndoStack();
  readonly #undone = new UndoStack();

  constructor(changes: Changes, view: View, schema: Schema) {
    this.#changes = changes;
    this.#view = view;
    this.#schema = schema;
    this.#sets = setFields(schema);
  }

  /** As {@link Changes.make}. */
  make(steps: readonly Step[], atomic = false): Promise<void> {
    return this.#make(steps, this.#made, atomic, () => this.#undone.clear());
  }

  undo(): Promise<boolean> {
    return this.#takeBack(this.#made, this.#undone);
  }

  redo(): Promise<boolean> {
    return this.#takeBack(this.#undone, this.#made);
  }

  async #takeBack(from: UndoStack, to: UndoStack): Promise<boolean> {
    for (let done = from.pop(); done; done = from.pop()) {
      const { inverse, steps: before } = done;
      try {
        await Promise.all(inverse.map(({ collection, id }) => this.#view.collection(collection).bring([id])));
        const shown = (collection: string, id: string) => this.#view.collection(collection).shown(id);
        const steps = standing(done, shown, this.#sets, this.#schema);
        if (steps.length > 0) {
          await this.#make(steps, to);
          return true;
        }
      } catch (error) {
        from.push(before, inverse);
        throw error;
      }
    }
    return false;
  }

  async #make(steps: readonly Step[], stack: UndoStack, atomic = false, onMade?: () => void): Promise<void> {
    let forget: (() => void) | undefined;
    const made = (inverse: readonly Step[]) => {
      forget = stack.push(steps, inverse);
      onMade?.();
    };
    try {
      await this.#changes.make(steps, { atomic, made });
    } catch (error) {
      forget?.();
      throw error;
    }
  }
}
