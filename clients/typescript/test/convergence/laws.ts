import { expect } from 'vitest';
import { readWhere } from '../../src/filter/where.js';
import { clockOf, writtenFields } from '../../src/record/fields.js';
import { recordHash } from '../../src/record/digest.js';
import { join } from '../../src/record/join.js';
import { applyOp, patchOf } from '../../src/record/apply.js';
import type { Row } from '../../src/query/source.js';
import type { RecordState } from '../../src/record/state.js';
import { isDeleted, isPurged } from '../../src/record/tombstone.js';
import { INDIGESTIBLE } from '../server/conversation.js';
import type { SimulatedServer } from '../server/server.js';
import { type Device, SETS, SHOWN } from './device.js';

/** A state in a form that is the same for equal states. */
function shape(state: RecordState): unknown {
  const clocks = Object.fromEntries(
    writtenFields(state)
      .sort()
      .map((name) => [name, clockOf(state, name)]),
  );
  return { fields: sorted(state.fields), clocks, deleted: state.deleted ?? null };
}

/** The log has what the owner has: of the simulation itself. */
export function ownerAndLogAgree(server: SimulatedServer): void {
  for (const [key, state] of server.owner.records) {
    if (isPurged(state, server.log.purgedBefore)) continue;
    expect(shape(server.log.records.get(key)?.state ?? { fields: {}, clocks: {} }), key).toEqual(shape(state));
  }
}

/** A device that keeps whole collections has the server's records, and no others. */
export async function hasTheServersRecords(device: Device, server: SimulatedServer): Promise<void> {
  const { purgedBefore } = server.log;
  const mine = await device.records();
  const whole = new Set(device.wanted.filter(({ where }) => !where).flatMap(({ collections }) => collections));
  for (const collection of whole) {
    const theirs = [...server.log.records].filter(
      ([key, { state }]) => key.startsWith(`${collection}/`) && !isPurged(state, purgedBefore),
    );
    const ours = [...mine].filter(([key, { s }]) => key.startsWith(`${collection}/`) && !isPurged(s, purgedBefore));
    const expected = Object.fromEntries(theirs.map(([key, { state }]) => [key, shape(state)]));
    expect(Object.fromEntries(ours.map(([key, { s }]) => [key, shape(s)])), `${device.name}: ${collection}`).toEqual(
      expected,
    );
    const digest = await device.process!.replica.digest(collection, purgedBefore);
    const sum = theirs.reduce((all, [, { id, state }]) => BigInt.asUintN(64, all + recordHash(id, state)), 0n);
    expect(digest.root, `${device.name}: digest of ${collection}`).toEqual({
      count: theirs.length,
      sum: sum.toString(16).padStart(16, '0'),
    });
  }
}

/** A device that wants only some records of a collection holds just those that match; others only while its own ops name them. */
export async function holdsWhatMatches(device: Device, server: SimulatedServer): Promise<void> {
  const mine = await device.records();
  const members = await device.table<number>('members');
  const open = new Set(
    [...(await device.ops()).values()]
      .filter(({ state }) => state !== 'done')
      .map(({ op }) => `${op.collection}/${op.id}`),
  );
  const held = new Set<string>();
  const names = new Set<string>();
  for (const { sub, collections, where } of device.wanted) {
    if (!where) continue;
    const filter = readWhere(where);
    const matching = [...server.log.records.values()].filter(
      ({ collection, state }) => collections.includes(collection) && !isDeleted(state) && filter.matches(state.fields),
    );
    const keys = matching.map(({ collection, id }) => `${collection}/${id}`);
    const told = [...members.keys()].filter((key) => key.startsWith(`${sub}/`)).map((key) => key.slice(sub.length + 1));
    expect(told.sort(), `${device.name}: members of ${sub}`).toEqual(keys.sort());
    for (const { collection, id, state } of matching) {
      expect(shape(mine.get(`${collection}/${id}`)!.s), `${device.name}: ${id} of ${sub}`).toEqual(shape(state));
    }
    keys.forEach((key) => held.add(key));
    collections.forEach((name) => names.add(name));
  }
  const wholes = device.wanted.filter((each) => !each.where).flatMap((each) => each.collections);
  const stray = [...mine.keys()].filter((key) => {
    const collection = key.slice(0, key.indexOf('/'));
    return names.has(collection) && !wholes.includes(collection) && !held.has(key) && !open.has(key);
  });
  if (device.hasRoamed) return;
  expect(stray, `${device.name}: records that nobody holds`).toEqual([]);
}

/**
 * A device that has only filters for a collection shows just the records of the truth that match one, as the truth has them: no op of its own stays on top
 * when all is told.
 */
export async function showsWhatMatches(device: Device, server: SimulatedServer): Promise<void> {
  const open = [...(await device.ops()).values()].filter(({ state }) => state !== 'done');
  for (const collection of SHOWN) {
    const subs = device.wanted.filter(({ collections }) => collections.includes(collection));
    if (subs.length === 0 || subs.some(({ where }) => !where)) continue;
    expect(
      open.filter(({ op }) => op.collection === collection),
      `${device.name}: ops on top of ${collection}`,
    ).toEqual([]);
    const filters = subs.map(({ where }) => readWhere(where!));
    const matching = [...server.owner.records].filter(
      ([key, state]) =>
        key.startsWith(`${collection}/`) && !isDeleted(state) && filters.some((filter) => filter.matches(state.fields)),
    );
    const rows = device.process!.view.collection(collection);
    await rows.load();
    const looks = [...rows.rows()].filter((row) => filters.some((filter) => filter.matches(fieldsOf(row))));
    expect(shown(looks), `${device.name}: rows of ${collection} that match`).toEqual(
      Object.fromEntries(matching.map(([key, { fields }]) => [key.slice(collection.length + 1), sorted(fields)])),
    );
  }
}

function fieldsOf({ id: _, ...fields }: Row): RecordState['fields'] {
  return fields as RecordState['fields'];
}

/** What rows show, by their ids. */
function shown(from: Iterable<Row>): Record<string, object> {
  return Object.fromEntries([...from].map(({ id, ...fields }) => [id, sorted(fields)]));
}

/** Whatever the app was told is saved was decided: it is with the owner, once, or on the list of the refused. */
export async function losesNothing(device: Device, server: SimulatedServer): Promise<void> {
  const refused = new Map([...(await device.refused()).values()].map((entry) => [entry.op.opId, entry]));
  const ops = new Map([...(await device.ops()).values()].map((entry) => [entry.op.opId, entry]));
  expect(
    [...ops.values()].filter(({ state }) => state === 'unsent'),
    `${device.name}: unsent`,
  ).toEqual([]);
  for (const { ops: made, outcome } of device.told) {
    for (const { opId } of made) {
      const decided = server.owner.journal.has(opId);
      if (outcome === 'saved') {
        expect(decided || refused.has(opId), `${device.name}: ${opId} was saved`).toBe(true);
        expect(ops.has(opId) || refused.has(opId), `${device.name}: ${opId} is in the log`).toBe(true);
      }
      if (outcome === 'failed') expect(decided, `${device.name}: ${opId} was not saved, and counts`).toBe(false);
      if (refused.has(opId)) expect(decided, `${device.name}: ${opId} was refused, and counts`).toBe(false);
    }
  }
}

/** What the owner took is in the record: nothing is overwritten by what came before it. */
export async function everythingTakenStands(device: Device, server: SimulatedServer): Promise<void> {
  for (const { op } of (await device.ops()).values()) {
    const record = server.owner.records.get(`${op.collection}/${op.id}`);
    if (!record || device.wasSkewed) continue;
    const { changed } = join(record, patchOf(op, record, SETS(op.collection)));
    expect(changed, `${device.name}: ${op.opId} of ${op.id}`).toEqual([]);
  }
}

/** What is shown is what is on the disk, with the ops on top that nobody has confirmed; whoever heard of each change shows the same. */
export async function showsWhatThereIs(device: Device): Promise<void> {
  const { view, screens } = device.process!;
  expect(device.faults, device.name).toEqual([]);
  const records = new Map([...(await device.records())].map(([key, { s }]) => [key, s]));
  for (const { op, state } of (await device.ops()).values()) {
    const key = `${op.collection}/${op.id}`;
    if (state !== 'done') records.set(key, applyOp(records.get(key), op, SETS(op.collection)));
  }
  for (const collection of SHOWN) {
    const rows = view.collection(collection);
    await rows.load();
    const visible = [...records].filter(([key, state]) => key.startsWith(`${collection}/`) && !isDeleted(state));
    const expected = Object.fromEntries(
      visible.map(([key, { fields }]) => [key.slice(collection.length + 1), sorted(fields)]),
    );
    expect(shown(rows.rows()), `${device.name}: rows of ${collection}`).toEqual(expected);
    expect(shown(screens.get(collection)!.values()), `${device.name}: screen of ${collection}`).toEqual(expected);
  }
}

function sorted(fields: object): object {
  const entries = Object.entries(fields).sort();
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value]));
}

/** Only what a server cannot read is refused for that: what was pushed beside it is not. */
export async function refusesNoOther(device: Device): Promise<void> {
  const malformed = [...(await device.refused()).values()].filter(
    ({ problem }) => problem.code === 'malformed-message',
  );
  expect(
    malformed.filter(({ op, group }) => group === undefined && !Object.values(op.fields ?? {}).includes(INDIGESTIBLE)),
    `${device.name}: refused as malformed`,
  ).toEqual([]);
}

/** Of a refused op nothing can be found, anywhere. */
export async function refusedLeavesNoTrace(devices: readonly Device[], server: SimulatedServer): Promise<void> {
  const refused = new Set<string>();
  for (const device of devices) {
    for (const { op, problem } of (await device.refused()).values()) {
      if (problem.code !== 'clock-reused') refused.add(`${op.collection}/${op.id} ${op.hlc}`);
    }
  }
  const traces = (key: string, state: RecordState) =>
    [state.deleted?.clock, ...writtenFields(state).flatMap((name) => clocksOf(state, name))]
      .map((clock) => `${key} ${clock}`)
      .filter((trace) => refused.has(trace));
  for (const [key, { state }] of server.log.records) expect(traces(key, state), `server: ${key}`).toEqual([]);
  for (const device of devices) {
    for (const [key, { s }] of await device.records()) expect(traces(key, s), `${device.name}: ${key}`).toEqual([]);
  }
}

function clocksOf(state: RecordState, name: string): string[] {
  const clock = clockOf(state, name)!;
  return typeof clock === 'string' ? [clock] : Object.values(clock);
}
