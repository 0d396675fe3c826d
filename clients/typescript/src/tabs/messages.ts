import type { Change } from '../replica/recorder.js';
import type { StorageFault, Write } from '../storage/storage.js';
import type { HandoffRequest, Heard } from '../sync/ports.js';
import type { EngineStatus } from '../sync/status.js';
import type { Wanted } from '../sync/target.js';
import type { Granted, Ok, TellPresence } from '../wire/messages.js';
import type { Problem } from '../wire/problem.js';

/** What tabs of one browser say to each other. `tab` is who says it, `to` whom it is for, when it is for one; `term` is of the leader. */
export type TabMessage =
  Joins | Leads | Wants | Records | Recorded | Committed | Reports | Says | Resumes | Asks | Answers | Hears | Leaves;

/** A tab is new, and wants to know who leads. */
export interface Joins {
  readonly type: 'joins';
  readonly tab: string;
}

/** A tab leads: said to all as it begins, and to each tab that joins. */
export interface Leads {
  readonly type: 'leads';
  readonly tab: string;
  /** Of this time that it leads. */
  readonly term: string;
  readonly to?: string;
  /** How many commits there were (`meta/commits`). */
  readonly commits: number;
  /** The offset of the clock, in milliseconds. */
  readonly offset: number;
  readonly status: EngineStatus;
  /** What was heard on the connection that stands, as far as it still counts. */
  readonly heard: readonly Heard[];
}

/** All that a tab wants to be kept up to date, in place of what it said before. */
export interface Wants {
  readonly type: 'wants';
  readonly tab: string;
  readonly term: string;
  readonly wanted: readonly Wanted[];
}

/** A tab asks the leader to save a change. */
export interface Records {
  readonly type: 'records';
  readonly tab: string;
  readonly term: string;
  readonly ref: number;
  readonly change: Change;
}

/** The leader has saved a change, or, with `failure`, could not. */
export interface Recorded {
  readonly type: 'recorded';
  readonly to: string;
  readonly term: string;
  readonly ref: number;
  readonly failure?: { readonly fault: StorageFault; readonly message: string };
}

/** What the leader has committed. */
export interface Committed {
  readonly type: 'committed';
  readonly writes: readonly Write[];
  /** How many commits there were, with this one. */
  readonly commits: number;
  /** The offset of the clock, in milliseconds. */
  readonly offset: number;
}

/** How the engine is. */
export interface Reports {
  readonly type: 'reports';
  readonly status: EngineStatus;
}

/** A tab tells where its user is. */
export interface Says {
  readonly type: 'says';
  readonly term: string;
  readonly message: TellPresence;
}

/** A tab wants syncing to go on that was closed. */
export interface Resumes {
  readonly type: 'resumes';
  readonly term: string;
}

/** A tab asks something about handoff. */
export interface Asks {
  readonly type: 'asks';
  readonly tab: string;
  readonly term: string;
  readonly ref: number;
  readonly request: HandoffRequest;
}

/** What the server answered a tab that asked. */
export interface Answers {
  readonly type: 'answers';
  readonly to: string;
  readonly ref: number;
  readonly answer: Ok | Granted | { readonly type: 'refused'; readonly problem: Problem };
}

/** What the leader has heard. */
export interface Hears {
  readonly type: 'hears';
  readonly heard: Heard;
}

/** A tab goes. */
export interface Leaves {
  readonly type: 'leaves';
  readonly tab: string;
}
