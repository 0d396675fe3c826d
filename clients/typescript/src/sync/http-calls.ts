import type { Problem } from '../wire/problem.js';
import { isProblem } from '../wire/read.js';
import { addressOf } from './address.js';
import type { Timers } from './ports.js';

/** What became of a call. */
export type Reply =
  | { readonly kind: 'done'; readonly body: unknown }
  /** The server will not. `retryAfterMs`: it may later. */
  | { readonly kind: 'refused'; readonly problem: Problem; readonly retryAfterMs?: number }
  /** Nobody answered in time, or not as a server of ours would. */
  | { readonly kind: 'lost'; readonly reason: string };

/** What became of a call that did not succeed. */
export type Unsuccessful = Exclude<Reply, { kind: 'done' }>;

/** What an `HttpTransport` needs. */
export interface HttpOptions {
  /** Where the server is: `https://sync.example.com`. */
  readonly url: string;
  readonly timers: Timers;
  /** The platform's unless given. */
  readonly fetch?: typeof fetch;
}

/** A call: a `GET`, or a `POST` when there is a body. */
export interface Call {
  readonly path: string;
  readonly body?: string;
  /** In place of the token of all calls. */
  readonly token?: string;
  /** How long it may take. */
  readonly millis: number;
  /** Gives it up; the reply is `lost` then. */
  readonly signal: AbortSignal;
}

/** Calls of one session. They never fail: what went wrong is a {@link Reply}. */
export class HttpCalls {
  /** The access token of all calls from now on. */
  token = '';

  constructor(private readonly options: HttpOptions) {}

  async make({ path, body, token = this.token, millis, signal }: Call): Promise<Reply> {
    const abort = new AbortController();
    const give = (): void => abort.abort();
    signal.addEventListener('abort', give);
    if (signal.aborted) {
      give();
    }
    const stopTimer = this.options.timers.after(millis, give);
    try {
      const send = this.options.fetch ?? globalThis.fetch;
      const response = await send(addressOf(this.options.url, path), {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          Authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
        cache: 'no-store',
        credentials: 'omit',
        signal: abort.signal,
      });
      return replyOf(response, await response.json());
    } catch (error) {
      return { kind: 'lost', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      stopTimer();
      signal.removeEventListener('abort', give);
    }
  }
}

function replyOf(response: Response, body: unknown): Reply {
  if (response.ok) {
    return { kind: 'done', body };
  }
  if (!isProblem(body) || (response.status >= 500 && response.status !== 503)) {
    return { kind: 'lost', reason: `answered ${response.status}` };
  }
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const again = seconds >= 0 ? { retryAfterMs: seconds * 1_000 } : {};
  return { kind: 'refused', problem: body as Problem, ...again };
}
