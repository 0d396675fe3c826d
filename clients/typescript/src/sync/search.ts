import type { PushDraft } from './target.js';

/**
 * Finds the op for which a server does not take a push. Only half as many go up at a time then, and one push after the other, until the one stands alone that
 * is the reason. It outlives connections, because a server may hang up instead of answering: once for each halving.
 */
export class Search {
  private readonly suspects = new Set<string>();
  private most = Infinity;

  /** Whether one is going on: pushes go up one by one. */
  get isOn(): boolean {
    return this.suspects.size > 0;
  }

  /** As much of a push as may go up; all of one that is atomic. */
  partOf(draft: PushDraft): PushDraft {
    return draft.atomic || draft.ops.length <= this.most
      ? draft
      : { ops: draft.ops.slice(0, this.most), atomic: false };
  }

  /** A push was refused as a whole. Returns the ops that are the reason, if that is known now. */
  refused(draft: PushDraft): PushDraft['ops'] {
    if (draft.atomic || draft.ops.length === 1) {
      this.end();
      return draft.ops;
    }
    this.suspect([draft]);
    return [];
  }

  /** The server hung up before it answered these. The same; one that was alone is the reason when that is so for the second time. */
  hungUp(unanswered: readonly PushDraft[]): PushDraft['ops'] {
    const [only] = unanswered;
    if (this.isOn && only && unanswered.length === 1) {
      return this.refused(only);
    }
    this.suspect(unanswered);
    return [];
  }

  /** An op was decided: it is not the reason. */
  decided(opId: string): void {
    if (this.suspects.delete(opId) && !this.isOn) {
      this.end();
    }
  }

  /** There is nothing to be found any more. */
  end(): void {
    this.suspects.clear();
    this.most = Infinity;
  }

  private suspect(drafts: readonly PushDraft[]): void {
    this.end();
    drafts.forEach(({ ops }) => ops.forEach(({ opId }) => this.suspects.add(opId)));
    this.most = Math.max(1, ...drafts.map(({ ops }) => ops.length >> 1));
  }
}
