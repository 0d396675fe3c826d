import type { Op } from '../../src/record/op.js';
import type { Place, PushDraft, SyncTarget, Wanted } from '../../src/sync/target.js';
import type {
  Delta,
  DigestAnswer,
  LeafSum,
  Limits,
  OpResult,
  Reset,
  Snapshot,
  Welcome,
  WireRecord,
} from '../../src/wire/messages.js';

/** A replica that remembers what it was asked. */
export class FakeTarget implements SyncTarget {
  readonly calls: string[] = [];
  readonly places = new Map<string, Place>();
  queue: PushDraft[] = [];
  wants: Wanted[] = [];
  offset = 0;
  ahead = 0;
  doubt = false;
  fails: Error | undefined;
  hashes = new Map<string, string>();
  root: LeafSum = { count: 0, sum: '0' };
  #unsent = new Set<() => void>();
  #wanted = new Set<() => void>();

  get unsent(): number {
    return this.queue.reduce((sum, { ops }) => sum + ops.length, 0);
  }

  onUnsent(listener: () => void): () => void {
    this.#unsent.add(listener);
    return () => this.#unsent.delete(listener);
  }

  /** Something new is to be pushed. */
  add(draft: PushDraft): void {
    this.queue.push(draft);
    this.#unsent.forEach((listener) => listener());
  }

  want(wants: Wanted[]): void {
    this.wants = wants;
    this.#wanted.forEach((listener) => listener());
  }

  nextPush(limits: Limits, underWay: ReadonlySet<string>): PushDraft | undefined {
    return this.queue.find(
      ({ ops }) => ops.length <= limits.opsPerPush && ops.every(({ opId }) => !underWay.has(opId)),
    );
  }

  async acked(results: readonly OpResult[]): Promise<void> {
    await this.note(`acked ${results.map(({ opId, status }) => `${opId}:${status}`).join(' ')}`);
    const decided = new Set(results.map(({ opId }) => opId));
    this.queue = this.queue
      .map(({ ops, atomic }) => ({ ops: ops.filter(({ opId }) => !decided.has(opId)), atomic }))
      .filter(({ ops }) => ops.length > 0);
  }

  wanted(): readonly Wanted[] {
    return this.wants;
  }

  onWanted(listener: () => void): () => void {
    this.#wanted.add(listener);
    return () => this.#wanted.delete(listener);
  }

  place(sub: string): Place {
    return this.places.get(sub) ?? {};
  }

  async snapshot(sub: string, message: Snapshot): Promise<void> {
    await this.note(`snapshot ${sub} ${message.records.length}`);
    this.places.set(sub, message.cursor === undefined ? { next: message.next! } : { cursor: message.cursor });
  }

  async delta(sub: string, message: Delta): Promise<void> {
    await this.note(`delta ${sub} ${message.from}-${message.to}`);
    this.places.set(sub, { cursor: message.cursor });
  }

  async live(sub: string, cursor: string): Promise<void> {
    await this.note(`live ${sub}`);
    this.places.set(sub, { cursor });
  }

  async reset(sub: string, message: Reset): Promise<void> {
    await this.note(`reset ${sub} ${message.reason}`);
    this.places.delete(sub);
  }

  async welcome(message: Welcome): Promise<{ readonly doubt: boolean }> {
    await this.note(`welcome ${message.session}`);
    return { doubt: this.doubt };
  }

  async shift(millis: number): Promise<void> {
    await this.note(`shift ${millis}`);
    this.offset += millis;
  }

  async renewNode(): Promise<void> {
    await this.note('renewNode');
  }

  observe(): void {}

  async prepareWalk(): Promise<void> {}

  async digest(): Promise<{ root: LeafSum; leaves: readonly LeafSum[] }> {
    const leaves = Array.from({ length: 256 }, (): LeafSum => ({ count: 0, sum: '0' }));
    return { root: this.root, leaves };
  }

  async leaf(): Promise<ReadonlyMap<string, string>> {
    await this.note('leaf');
    return this.hashes;
  }

  async mended(_answer: DigestAnswer, records: readonly WireRecord[], absent: readonly string[]): Promise<void> {
    await this.note(`mended ${records.map(({ id }) => id)} without ${absent}`);
  }

  private async note(call: string): Promise<void> {
    await undefined;
    if (this.fails) throw this.fails;
    this.calls.push(call);
  }
}

/** A push of ops by their ids. */
export function draft(ids: readonly string[], atomic = false): PushDraft {
  return { ops: ids.map(opNamed), atomic };
}

function opNamed(opId: string): Op {
  return {
    opId,
    collection: 'todos',
    id: `record-of-${opId}`,
    kind: 'put',
    hlc: '019aa5bd7400-0000-9f2c4b7a01d3e688',
    fields: {},
  };
}
