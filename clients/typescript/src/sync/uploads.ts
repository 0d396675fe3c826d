import type { Ack, ClientMessage, Limits, OpResult } from '../wire/messages.js';
import type { Problem } from '../wire/problem.js';
import { Pace } from './pace.js';
import type { Timers } from './ports.js';
import { isPassing } from './problems.js';
import type { Requests } from './requests.js';
import type { Search } from './search.js';
import type { PushDraft, SyncTarget } from './target.js';

/** When an undecided op is sent again, unless the server says when. */
const RETRY_AFTER = 1_000;
const SOONEST = 50;

/** What uploads need. */
export interface UploadParts {
  readonly target: SyncTarget;
  readonly timers: Timers;
  readonly requests: Requests;
  readonly limits: Limits;
  readonly storeId: string | undefined;
  /** Ids of ops whose clocks were mended once: a second refusal stands. Lives longer than a connection. */
  readonly mended: Set<string>;
  /** For the op that is the reason when a push is not taken. Lives longer than a connection. */
  readonly search: Search;
  send(message: ClientMessage): void;
  /** Everything that can be sent now is sent and answered. */
  drained(): void;
  /** Clocks are refused as being ahead: the time is to be measured again, on a new connection. */
  skewed(): void;
}

/** Sends ops over one connection, within the limits of the server. {@link take} and {@link refuse} are called in the inbox. */
export class Uploads {
  private readonly inFlight = new Map<string, PushDraft>();
  private readonly underWay = new Set<string>();
  private readonly waits = new Set<() => void>();
  private readonly pace: Pace;
  private nextTurn: (() => void) | undefined;
  private silent = false;
  private renewing = false;

  constructor(private readonly parts: UploadParts) {
    const { limits, timers } = parts;
    this.pace = new Pace(limits.opsPerSecond, limits.opsPerPush, timers.now());
  }

  /** Sends what there is, as far as it may now. */
  pump(): void {
    while (!this.silent && !this.renewing && this.inFlight.size < this.sideBySide) {
      const wait = this.pace.wait(this.parts.timers.now());
      if (wait > 0 && this.nextTurn === undefined) {
        this.nextTurn = this.parts.timers.after(wait, () => {
          this.nextTurn = undefined;
          this.pump();
        });
      }
      const draft = wait > 0 ? undefined : this.next();
      if (draft === undefined) {
        break;
      }
      this.push(draft);
    }
    if (!this.silent && this.inFlight.size === 0 && this.nextTurn === undefined) {
      if (this.underWay.size === 0) {
        this.parts.search.end();
      }
      this.parts.drained();
    }
  }

  private get sideBySide(): number {
    const { search, limits } = this.parts;
    return search.isOn ? 1 : limits.inFlightPushes;
  }

  private next(): PushDraft | undefined {
    const { target, limits, search } = this.parts;
    const draft = target.nextPush(limits, this.underWay);
    return draft && search.partOf(draft);
  }

  private push(draft: PushDraft): void {
    const { requests, storeId } = this.parts;
    const ref = requests.ref();
    this.inFlight.set(ref, draft);
    draft.ops.forEach((op) => this.underWay.add(op.opId));
    this.pace.spend(draft.ops.length);
    this.parts.send({
      type: 'push',
      ref,
      ...(storeId === undefined ? {} : { storeId }),
      ops: draft.ops,
      ...(draft.atomic ? { atomic: true } : {}),
    });
  }

  /** Takes the answer to a push. */
  async take(ack: Ack): Promise<void> {
    const draft = this.inFlight.get(ack.ref);
    if (draft === undefined) {
      return;
    }
    const results = new Map(ack.results.map((result) => [result.opId, result]));
    const answers = draft.ops.map((op): OpResult => results.get(op.opId) ?? { opId: op.opId, status: 'retry' });
    const mendable = this.mendable(answers);
    const again = answers.filter(
      ({ status }) => status === 'retry' || (mendable !== undefined && status === 'rejected'),
    );
    const decided = answers.filter((answer) => !again.includes(answer));
    await this.parts.target.acked(decided);
    decided.forEach(({ opId }) => this.parts.search.decided(opId));
    this.settle(ack.ref, draft, again);
    if (mendable === 'clock-skew') {
      this.parts.skewed();
    } else if (mendable === 'clock-reused') {
      this.renewing = true;
    }
    await this.renew();
    this.pump();
  }

  /** What is wrong with the clocks of a push, if it may be mended and was not before. */
  private mendable(answers: readonly OpResult[]): string | undefined {
    const ill = answers.filter(({ problem }) => problem?.code === 'clock-skew' || problem?.code === 'clock-reused');
    const fresh = ill.filter(({ opId }) => !this.parts.mended.has(opId));
    fresh.forEach(({ opId }) => this.parts.mended.add(opId));
    return fresh[0]?.problem?.code;
  }

  /** Stamps change only while nothing is under way: an answer may stand for what an op was sent with. */
  private async renew(): Promise<void> {
    if (this.renewing && this.inFlight.size === 0) {
      await this.parts.target.renewNode();
      this.renewing = false;
    }
  }

  /** A push was not taken at all. */
  async refuse(ref: string, problem: Problem): Promise<void> {
    const draft = this.inFlight.get(ref);
    if (draft === undefined) {
      return;
    }
    if (isPassing(problem)) {
      this.settle(
        ref,
        draft,
        draft.ops.map(({ opId }) => ({ opId, status: 'retry' })),
      );
    } else {
      await this.give(this.parts.search.refused(draft), problem);
      this.settle(ref, draft, []);
    }
    await this.renew();
    this.pump();
  }

  /** The server hung up because it cannot take what it was sent. */
  async hungUp(problem: Problem): Promise<void> {
    if (this.inFlight.size > 0) {
      await this.give(this.parts.search.hungUp([...this.inFlight.values()]), problem);
    }
  }

  /** Gives up ops that the server does not take. */
  private async give(ops: PushDraft['ops'], problem: Problem): Promise<void> {
    if (ops.length > 0) {
      await this.parts.target.acked(ops.map(({ opId }) => ({ opId, status: 'rejected', problem })));
    }
  }

  /** A push is answered; some of its ops are to go `again` when their time has come. */
  private settle(ref: string, draft: PushDraft, again: readonly OpResult[]): void {
    this.inFlight.delete(ref);
    const waiting = again.filter((result) => waitOf(result) > 0);
    const held = new Set(waiting.map(({ opId }) => opId));
    draft.ops.forEach(({ opId }) => held.has(opId) || this.underWay.delete(opId));
    for (const millis of new Set(waiting.map(waitOf))) {
      const results = waiting.filter((result) => waitOf(result) === millis);
      this.wait(millis, results);
    }
  }

  private wait(millis: number, results: readonly OpResult[]): void {
    const cancel = this.parts.timers.after(millis, () => {
      this.waits.delete(cancel);
      results.forEach(({ opId }) => this.underWay.delete(opId));
      this.pump();
    });
    this.waits.add(cancel);
  }

  /** Sends nothing more. */
  hush(): void {
    this.silent = true;
  }

  end(): void {
    this.silent = true;
    this.nextTurn?.();
    this.waits.forEach((cancel) => cancel());
  }
}

function waitOf(result: OpResult): number {
  return result.status === 'retry' ? Math.max(SOONEST, result.retryAfterMs ?? RETRY_AFTER) : 0;
}
