import { equalJson } from '../value/canonical.js';
import type { SetChange } from '../record/op.js';
import type { RecordState } from '../record/state.js';
import { isDeleted } from '../record/tombstone.js';
import { valueOf } from '../record/fields.js';
import { type CheckedFields, checkFields, Exactly } from '../schema/fields.js';
import type { Schema } from '../schema/schema.js';
import type { SetFields } from '../replica/sets.js';
import type { Json } from '../value/json.js';
import { own, setOwn } from '../value/own.js';
import { elementsOf, type Step } from './step.js';

/** A change that can be taken back: what was written, and what undoes it. */
interface Done {
  readonly steps: readonly Step[];
  readonly inverse: readonly Step[];
}

/** Most changes that can be taken back. */
const DEPTH = 100;

/** The last changes of this app, since it was started, so that they can be taken back. */
export class UndoStack {
  readonly #stack: Done[] = [];

  get size(): number {
    return this.#stack.length;
  }

  push(steps: readonly Step[], inverse: readonly Step[]): () => void {
    const done: Done = { steps, inverse };
    this.#stack.push(done);
    this.#stack.splice(0, this.#stack.length - DEPTH);
    return () => {
      const at = this.#stack.indexOf(done);
      if (at >= 0) {
        this.#stack.splice(at, 1);
      }
    };
  }

  pop(): Done | undefined {
    return this.#stack.pop();
  }

  clear(): void {
    this.#stack.length = 0;
  }
}

/**
 * What of a change still stands, and can be taken back: not what others have written over since, nor the first value of a field that
 * cannot be cleared.
 */
export function standing(
  { steps, inverse }: Done,
  stateOf: (collection: string, id: string) => RecordState | undefined,
  sets: SetFields,
  schema: Schema,
): Step[] {
  return inverse.flatMap((step) => {
    const state = stateOf(step.collection, step.id);
    if (step.kind !== 'put') {
      const isThere = state !== undefined && !isDeleted(state);
      return isThere === (step.kind === 'delete') ? [step] : [];
    }
    const written = writtenBy(steps, step);
    const fields: Record<string, Json | SetChange | Exactly> = {};
    for (const [name, value] of Object.entries(step.fields ?? {})) {
      const stands = sets(step.collection)?.has(name)
        ? differing(value as SetChange, elementsOf(state, name))
        : state &&
            accepts(schema, step.collection, name, value) &&
            equalJson(valueOf(state, name), own(written, name) as Json | undefined)
          ? (value as Json)
          : undefined;
      if (stands !== undefined) {
        setOwn(fields, name, stands);
      }
    }
    return Object.keys(fields).length > 0 ? [{ ...step, fields }] : [];
  });
}

function accepts(schema: Schema, collection: string, name: string, value: unknown): boolean {
  try {
    checkFields(own(schema, collection) ?? {}, { [name]: value });
    return true;
  } catch {
    return false;
  }
}

/** What a change wrote into a record, the last write of each field. */
function writtenBy(steps: readonly Step[], { collection, id }: Step): CheckedFields {
  const ofRecord = steps.filter((step) => step.collection === collection && step.id === id);
  return Object.assign({}, ...ofRecord.map((step) => step.fields ?? {})) as CheckedFields;
}

function differing({ add, remove }: SetChange, present: readonly string[]): SetChange | undefined {
  const change = {
    add: add.filter((element) => !present.includes(String(element))),
    remove: remove.filter((element) => present.includes(String(element))),
  };
  return change.add.length + change.remove.length > 0 ? change : undefined;
}
