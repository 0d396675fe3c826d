import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Op } from '../../src/record/op.js';
import { DEFAULT_LIMITS, type Push } from '../../src/wire/messages.js';

/** Whose store it is, and its id. */
export const STORE = '0193a5f0-0000-7000-8000-00000000000a';
const PAGE = 2;

/** A request as it came. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly token: string;
  readonly body: string;
}

interface Hanging {
  readonly query: Readonly<Record<string, string>>;
  readonly response: ServerResponse;
}

/** As much of section 7 of the protocol as a client sees: one store, whose log is the ops that were pushed. */
export class FallbackServer {
  readonly asked: Asked[] = [];
  readonly ops: Op[] = [];
  /** Tokens that are good, and whose they are; those of one user are of one session, unless they say another one. */
  readonly tokens = new Map([['good', STORE]]);
  readonly sessions = new Map<string, string>();
  /** Who is there, and at what; nothing while that is not known. */
  company: { devices: object[]; activities: object[] } | undefined;
  /** Which history it is. */
  private epoch = 1;
  /** The next requests are answered by these, each one once, if they say so. */
  readonly faults: ((asked: Asked, response: ServerResponse) => boolean)[] = [];
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));
  private hanging: Hanging[] = [];
  private wake: (() => void) | undefined;

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Once so many pulls wait for news. */
  async pulls(count: number): Promise<readonly Hanging[]> {
    while (this.hanging.length !== count) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return this.hanging;
  }

  /** Is put back to a time before anything happened. */
  restore(): void {
    this.epoch++;
    this.ops.length = 0;
    this.release();
  }

  /** The waits of all pulls are over. */
  release(): void {
    const over = this.hanging;
    this.hanging = [];
    over.forEach(({ query, response }) => {
      const { cursor = '' } = query;
      if (this.isOld(cursor)) this.pull(query, response);
      else answer(response, 200, { messages: [this.live()], cursor });
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://server');
    const chunks: string[] = [];
    for await (const chunk of request) {
      chunks.push(String(chunk));
    }
    const asked: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      token: (request.headers.authorization ?? '').replace('Bearer ', ''),
      body: chunks.join(''),
    };
    this.asked.push(asked);
    const fault = this.faults.findIndex((each) => each(asked, response));
    if (fault >= 0) {
      this.faults.splice(fault, 1);
    } else if (!this.tokens.has(asked.token)) {
      refuse(response, 401, 'token-expired');
    } else if (asked.method === 'GET' && asked.path === '/v1/sync/welcome') {
      this.welcome(asked.token, response);
    } else if (asked.method === 'POST' && asked.path === '/v1/sync/push') {
      this.push(JSON.parse(asked.body) as Push, response);
    } else if (asked.method === 'GET' && asked.path === '/v1/sync/pull') {
      this.pull(asked.query, response);
    } else {
      refuse(response, 404, 'not-found');
    }
  }

  private welcome(token: string, response: ServerResponse): void {
    const storeId = this.tokens.get(token)!;
    answer(response, 200, {
      type: 'welcome',
      session: this.sessions.get(token) ?? `session of ${storeId}`,
      serverTime: Date.now(),
      limits: { ...DEFAULT_LIMITS, opsPerPush: 77 },
      stores: [{ storeId, epoch: `epoch-${this.epoch}`, head: this.ops.length }],
      ...this.company,
    });
  }

  private push({ ref, ops }: Push, response: ServerResponse): void {
    this.ops.push(...ops);
    const results = ops.map(({ opId }) => ({ opId, status: 'applied', seq: this.ops.length }));
    answer(response, 200, { type: 'ack', ...(ref !== undefined && { ref }), results });
    if (ops.length > 0) {
      const told = this.hanging;
      this.hanging = [];
      told.forEach((pull) => this.pull(pull.query, pull.response));
    }
  }

  private pull(query: Readonly<Record<string, string>>, response: ServerResponse): void {
    const { cursor, next } = query;
    const head = this.ops.length;
    const isOld = cursor !== undefined && this.isOld(cursor);
    if (cursor === undefined || isOld) {
      const from = next === undefined ? 0 : Number(next.slice(1));
      const to = Math.min(head, from + PAGE);
      const place = to < head ? { next: `n${to}` } : { cursor: this.cursor() };
      const records = this.ops
        .slice(from, to)
        .map(({ collection, id, hlc, fields }) => ({ collection, id, fields: fields ?? {}, clocks: hlc }));
      const page = { type: 'snapshot', sub: 'pull', storeId: STORE, asOf: head, full: true, records, ...place };
      const epoch = `epoch-${this.epoch}`;
      const reset = isOld ? [{ type: 'reset', sub: 'pull', storeId: STORE, epoch, reason: 'restored' }] : [];
      answer(response, 200, { messages: [...reset, page, ...(to < head ? [] : [this.live()])], ...place });
      return;
    }
    const from = Number.parseInt(cursor.slice(1), 10);
    if (from < head) {
      const events = this.ops.slice(from).map(({ collection, id, opId, hlc, fields }, at) => ({
        ...{ seq: from + at + 1, collection, id, kind: 'put', changed: fields ?? {}, clocks: hlc, opId },
      }));
      const delta = { type: 'delta', sub: 'pull', storeId: STORE, from, to: head, cursor: this.cursor(), events };
      answer(response, 200, { messages: [delta], cursor: this.cursor() });
      return;
    }
    this.hanging.push({ query, response });
    response.once('close', () => {
      this.hanging = this.hanging.filter((pull) => pull.response !== response);
      this.wake?.();
    });
    this.wake?.();
  }

  private cursor(): string {
    return `c${this.ops.length}${this.epoch > 1 ? ` of ${this.epoch}` : ''}`;
  }

  /** Whether a cursor is of a history that is gone. */
  private isOld(cursor: string): boolean {
    return Number(cursor.split(' of ')[1] ?? 1) !== this.epoch;
  }

  private live(): object {
    return { type: 'live', sub: 'pull', storeId: STORE, cursor: this.cursor(), to: this.ops.length };
  }
}

/** Answers with JSON. */
export function answer(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Answers with a problem. */
export function refuse(response: ServerResponse, status: number, code: string, headers = {}): void {
  answer(response, status, { type: `https://xeocontext.dev/problems/${code}`, title: code, status, code }, headers);
}
