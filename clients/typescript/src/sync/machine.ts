import { Close } from '../wire/close.js';
import type { Problem } from '../wire/problem.js';
import { backoff, longBackoff } from './backoff.js';
import { problemOfClose } from './closing.js';

/** How the last tries went. */
interface Tries {
  /** How many times in a row it did not come to `live`. */
  readonly tries: number;
  /** The token was refused once already. */
  readonly refused: boolean;
}

/** A connection, being made or made. `drainedUntil`: the server goes away, and wants to be left alone until then (Unix ms). */
export interface Connected extends Tries {
  readonly at: 'connecting' | 'authenticating' | 'syncing-up' | 'syncing-down' | 'live';
  readonly drainedUntil?: number;
}

/**
 * What an engine is at.
 *
 *     idle ──start──▶ connecting ──▶ authenticating ──▶ syncing-up ──▶ syncing-down ◀──▶ live
 *                      ▲      │             │               │               │             │
 *                online│ due  └─────────────┴───── closed ──┴───────────────┴─────────────┘
 *                      │                              │ │
 *            offline ──┴── backoff ◀──────────────────┘ └──▶ closed (stopped, or for a reason that waiting does not mend)
 */
export type MachineState =
  | { readonly at: 'idle' }
  | ({ readonly at: 'offline' } & Tries)
  | Connected
  | ({ readonly at: 'backoff'; readonly retryAt: number; readonly problem: Problem } & Tries)
  | { readonly at: 'closed'; readonly problem?: Problem };

export type MachineEvent =
  | { readonly type: 'start'; readonly online: boolean }
  | { readonly type: 'stop' }
  | { readonly type: 'failed'; readonly problem: Problem }
  | { readonly type: 'online' | 'offline' | 'due' }
  | { readonly type: 'opened' | 'welcomed' | 'pushed' | 'behind' | 'caught-up' }
  | { readonly type: 'draining'; readonly until: number }
  | {
      readonly type: 'closed';
      readonly code: number;
      /** Unix ms. */
      readonly now: number;
      /** In [0, 1). */
      readonly chance: number;
      /** What the server said about it. */
      readonly problem?: Problem;
    };

export type Effect =
  /** Opens a connection; `renew`: the last token was refused. */
  | { readonly type: 'connect'; readonly renew: boolean }
  /** Asks for `due` after so many ms. */
  | { readonly type: 'wait'; readonly millis: number }
  | { readonly type: 'unwait' | 'cut' | 'greet' | 'upload' | 'download' | 'hush' | 'probe' };

export interface Step {
  readonly state: MachineState;
  readonly effects: readonly Effect[];
}

const FRESH: Tries = { tries: 0, refused: false };
const CUT: Effect = { type: 'cut' };
const UNWAIT: Effect = { type: 'unwait' };

/** What comes of an event. Events that do not fit the state change nothing. */
export function step(state: MachineState, event: MachineEvent): Step {
  switch (event.type) {
    case 'start':
      return state.at === 'idle' || state.at === 'closed' ? begin(FRESH, event.online) : stay(state);
    case 'stop':
      return state.at === 'closed' ? stay({ at: 'closed' }) : end(state);
    case 'failed':
      return state.at === 'closed' ? stay(state) : end(state, event.problem);
    case 'online':
      return hearNetwork(state);
    case 'offline':
      return state.at === 'backoff' || isConnected(state)
        ? { state: { at: 'offline', tries: state.tries, refused: state.refused }, effects: leaving(state) }
        : stay(state);
    case 'due':
      return state.at === 'backoff' ? connect(state) : stay(state);
    case 'closed':
      return isConnected(state) ? lose(state, event) : stay(state);
    case 'draining':
      return isConnected(state)
        ? { state: { ...state, drainedUntil: event.until }, effects: [{ type: 'hush' }] }
        : stay(state);
    default:
      return isConnected(state) ? proceed(state, event.type) : stay(state);
  }
}

function stay(state: MachineState): Step {
  return { state, effects: [] };
}

function begin(tries: Tries, online: boolean): Step {
  return online ? connect(tries) : stay({ at: 'offline', ...tries });
}

function connect({ tries, refused }: Tries): Step {
  return { state: { at: 'connecting', tries, refused }, effects: [{ type: 'connect', renew: refused }] };
}

function end(state: MachineState, problem?: Problem): Step {
  return { state: problem === undefined ? { at: 'closed' } : { at: 'closed', problem }, effects: leaving(state) };
}

function leaving(state: MachineState): Effect[] {
  return isConnected(state) ? [CUT] : state.at === 'backoff' ? [UNWAIT] : [];
}

function hearNetwork(state: MachineState): Step {
  if (state.at === 'offline') {
    return connect(state);
  }
  if (state.at === 'backoff') {
    const { state: next, effects } = connect(state);
    return { state: next, effects: [UNWAIT, ...effects] };
  }
  return isConnected(state) && state.at !== 'connecting' ? { state, effects: [{ type: 'probe' }] } : stay(state);
}

function proceed(state: Connected, what: 'opened' | 'welcomed' | 'pushed' | 'behind' | 'caught-up'): Step {
  const on = (at: Connected['at'], ...effects: Effect[]): Step => ({ state: { ...state, at }, effects });
  switch (`${state.at} ${what}`) {
    case 'connecting opened':
      return on('authenticating', { type: 'greet' });
    case 'authenticating welcomed':
      return { state: { ...state, at: 'syncing-up', refused: false }, effects: [{ type: 'upload' }] };
    case 'syncing-up pushed':
      return on('syncing-down', { type: 'download' });
    case 'syncing-down caught-up':
      return { state: { ...state, at: 'live', tries: 0 }, effects: [] };
    case 'live behind':
      return on('syncing-down');
    default:
      return stay(state);
  }
}

function lose(state: Connected, event: MachineEvent & { type: 'closed' }): Step {
  const problem = event.problem ?? problemOfClose(event.code);
  switch (event.code) {
    case Close.NOT_SIGNED_IN:
      return state.refused
        ? { state: { at: 'closed', problem }, effects: [CUT] }
        : {
            state: { at: 'connecting', tries: state.tries, refused: true },
            effects: [CUT, { type: 'connect', renew: true }],
          };
    case Close.NOT_ALLOWED:
      // past `welcome` it was a token of another session: there `hello` is the way to begin
      return state.at === 'authenticating'
        ? { state: { at: 'closed', problem }, effects: [CUT] }
        : retreat(state, event, problem);
    case Close.REPLACED:
    case Close.PROTOCOL_TOO_OLD:
      return { state: { at: 'closed', problem }, effects: [CUT] };
    default:
      return retreat(state, event, problem);
  }
}

function retreat(state: Connected, event: MachineEvent & { type: 'closed' }, problem: Problem): Step {
  const millis =
    state.drainedUntil !== undefined
      ? Math.max(0, state.drainedUntil - event.now)
      : event.code === Close.ABUSE
        ? longBackoff(event.chance)
        : backoff(state.tries, event.chance);
  const tries = state.drainedUntil === undefined ? state.tries + 1 : state.tries;
  return {
    state: { at: 'backoff', tries, refused: state.refused, retryAt: event.now + millis, problem },
    effects: [CUT, { type: 'wait', millis }],
  };
}

function isConnected(state: MachineState): state is Connected {
  return 'tries' in state && state.at !== 'offline' && state.at !== 'backoff';
}
