import type { PushDraft } from '../sync/target.js';
import { utf8Length } from '../value/text.js';
import type { Limits } from '../wire/messages.js';
import { type OpEntry, recordKey } from './entries.js';
import type { Outbox } from './outbox.js';

/** What is to be pushed next. */
export interface NextPush {
  readonly draft?: PushDraft;
  /** Keys of ops that no push has room for. */
  readonly tooLarge: readonly string[];
}

/**
 * The oldest ops that fit the limits and are not under way, ops of a lost epoch before the others. An atomic group goes alone. An op waits
 * for those of the same record that are under way.
 */
export function nextPush(outbox: Outbox, limits: Limits, underWay: ReadonlySet<string>): NextPush {
  const room = Math.floor(limits.frameBytes / 2);
  const waiting = new Set<string>();
  const batch: OpEntry[] = [];
  let bytes = 0;
  for (const unit of units(outbox)) {
    if (unit.some(([, { op }]) => underWay.has(op.opId) || waiting.has(recordKey(op.collection, op.id)))) {
      for (const [, { op }] of unit) {
        waiting.add(recordKey(op.collection, op.id));
      }
      continue;
    }
    const size = unit.reduce((sum, [, { op }]) => sum + utf8Length(JSON.stringify(op)) + 1, 0);
    if (size > room || unit.length > limits.opsPerPush) {
      return { tooLarge: unit.map(([key]) => key) };
    }
    const entries = unit.map(([, entry]) => entry);
    const isAtomic = isGrouped(entries[0]!);
    if (batch.length > 0 && (isAtomic || bytes + size > room || batch.length >= limits.opsPerPush)) {
      break;
    }
    bytes += size;
    batch.push(...entries);
    if (isAtomic) {
      return { draft: draftOf(batch, true), tooLarge: [] };
    }
  }
  return { ...(batch.length > 0 && { draft: draftOf(batch, false) }), tooLarge: [] };
}

function draftOf(entries: readonly OpEntry[], atomic: boolean): PushDraft {
  return { ops: entries.map((entry) => entry.op), atomic };
}

function isGrouped(entry: OpEntry): boolean {
  return entry.group !== undefined && !entry.again;
}

/** Ops one by one, and those of a group together. */
function* units(outbox: Outbox): Iterable<[string, OpEntry][]> {
  for (const each of outbox.again) {
    yield [each];
  }
  let group: [string, OpEntry][] = [];
  for (const each of outbox.unsent) {
    if (group.length > 0 && group[0]![1].group !== each[1].group) {
      yield group;
      group = [];
    }
    if (isGrouped(each[1])) {
      group.push(each);
    } else {
      yield [each];
    }
  }
  if (group.length > 0) {
    yield group;
  }
}
