import { describe, expect, test } from 'vitest';
import { applyOp } from '../../src/record/apply.js';
import type { Op } from '../../src/record/op.js';
import type { RecordState } from '../../src/record/state.js';
import { counterKey, type OpEntry } from '../../src/replica/entries.js';
import { Overlay, type Touched } from '../../src/replica/overlay.js';
import type { Write } from '../../src/storage/storage.js';
import type { Json } from '../../src/value/json.js';
import { seeded } from '../seeded.js';
import { NOW, stamp } from './device.js';

const SETS = new Set(['tags']);
const RECORD = { collection: 'todos', id: 'a' };

function op(at: number, fields: Op['fields'] = { title: `${at}` }): Op {
  return { opId: `op-${at}`, ...RECORD, kind: 'put', hlc: stamp(at), ...(fields && { fields }) };
}

function saved(at: number, of: Op, state: OpEntry['state'] = 'unsent'): Write {
  const entry: OpEntry = { op: of, at: NOW, state };
  return { table: 'ops', key: counterKey(at), value: entry as unknown as Json };
}

describe('the ops on top of a record', () => {
  test('show what all of them make of it, whatever becomes of single ones', () => {
    const random = seeded(3);
    const below = (count: number): number => Math.floor(random() * count);
    for (let run = 0; run < 50; run++) {
      const overlay = new Overlay();
      const touched: Touched = new Map();
      /** By the number of their keys; with whether they are saved. */
      const open = new Map<number, { readonly made: Op; isSaved: boolean }>();
      let confirmed: RecordState | undefined;
      for (let at = 1; at < 60; at++) {
        const made = op(
          at,
          random() < 0.5 ? { title: `${at}` } : { tags: { add: [`${below(4)}`], remove: [`${below(4)}`] } },
        );
        const [some, one] = [...open][below(open.size)] ?? [0, { made, isSaved: true }];
        switch (below(6)) {
          case 0:
            overlay.withdraw({ ops: [one.made], at: NOW }, touched);
            if (!one.isSaved) {
              open.delete(some);
            }
            break;
          case 1:
            overlay.applied(saved(some, one.made, 'done'), touched);
            open.delete(some);
            break;
          case 2:
            overlay.applied(saved(some, one.made), touched);
            open.set(some, { ...one, isSaved: true });
            break;
          case 3:
            confirmed = applyOp(confirmed, op(at - 1, { title: 'others', notes: `${at}` }), SETS);
            break;
          default:
            overlay.show({ ops: [made], at: NOW }, touched);
            open.set(at, { made, isSaved: false });
        }
        const expected = [...open.values()].reduce<RecordState | undefined>(
          (state, each) => applyOp(state, each.made, SETS),
          confirmed,
        );
        expect(overlay.unsent).toBe(open.size);
        expect(overlay.over(RECORD, confirmed, SETS)).toEqual(expected);
      }
    }
  });

  test('are applied once, however many come after them', () => {
    const overlay = new Overlay();
    let read = 0;
    for (let at = 1; at <= 500; at++) {
      const { fields, ...made } = op(at);
      const counted = Object.defineProperty({ ...made }, 'fields', { get: () => (read++, fields) }) as Op;
      overlay.show({ ops: [counted], at: NOW }, new Map());
      overlay.applied(saved(at, counted), new Map());
      expect(overlay.over(RECORD, undefined, SETS)?.fields).toEqual({ title: `${at}` });
    }
    expect(read).toBeLessThan(1_000);
  });

  test('touch their record when they change what is shown, and not when they are only saved', () => {
    const overlay = new Overlay();
    const touched = (change: (touched: Touched) => void): string[] => {
      const records: Touched = new Map();
      change(records);
      return [...records].flatMap(([collection, ids]) => [...ids].map((id) => `${collection}/${id}`));
    };
    expect(touched((into) => overlay.show({ ops: [op(1)], at: NOW }, into))).toEqual(['todos/a']);
    expect(touched((into) => overlay.applied(saved(1, op(1)), into))).toEqual([]);
    expect(touched((into) => overlay.applied(saved(1, op(1), 'acked'), into))).toEqual([]);
    expect(touched((into) => overlay.applied(saved(1, { ...op(1), hlc: stamp(9) }), into))).toEqual(['todos/a']);
    expect(touched((into) => overlay.applied(saved(1, op(1), 'done'), into))).toEqual(['todos/a']);
    expect(overlay.over(RECORD, undefined, SETS)).toBeUndefined();
  });
});
