import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { PROTOCOL, SUBPROTOCOL, type ClientMessage, type LeafSum } from '../../src/wire/messages.js';
import { readServerMessage } from '../../src/wire/read.js';
import type { Session } from './session.js';

/** What a server has of the todos of somebody. */
export interface ServerSide {
  /** How many events the log has: one for each op that was applied. */
  readonly head: number;
  readonly root: LeafSum;
  /** Tombstones that are older are in no digest, Unix ms. */
  readonly purgedBefore: number;
}

/** Asks a server, as one more device that keeps nothing. Connections may break: it is asked again then, and that is said. */
export async function serverSide(url: string, session: Session): Promise<ServerSide> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask(url, session);
    } catch (error) {
      console.log(`${new Date().toISOString()} ${String(error)}`);
      if (tries === 5) throw error;
      await new Promise((done) => setTimeout(done, 500));
    }
  }
}

function ask(url: string, session: Session): Promise<ServerSide> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/sync`, SUBPROTOCOL);
  const say = (message: ClientMessage) => socket.send(JSON.stringify(message));
  let head: number | undefined;
  return new Promise<ServerSide>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code) =>
      reject(new Error(`the server hung up: ${code}${head === undefined ? ', before welcome' : ''}`)),
    );
    socket.on('open', async () => {
      const device = { id: session.deviceId, name: 'observer', platform: 'test', node: randomBytes(8).toString('hex') };
      say({ type: 'hello', protocol: PROTOCOL, token: await session.token(), device });
    });
    socket.on('message', (data: Buffer) => {
      const message = readServerMessage(data.toString());
      if (message?.type === 'welcome') {
        head = message.stores[0]!.head;
        say({ type: 'digest', ref: 'digest', collection: 'todos' });
      }
      if (message?.type === 'digest') resolve({ head: head!, root: message.root!, purgedBefore: message.purgedBefore });
      if (message?.type === 'error') reject(new Error(JSON.stringify(message.problem)));
    });
  }).finally(() => socket.terminate());
}

/** The titles of all todos, as the REST interface tells them; those that are there twice, twice. */
export async function titlesAt(url: string, session: Session): Promise<string[]> {
  const titles: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const response = await fetch(`${url}/v1/todos?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, {
      headers: { authorization: `Bearer ${await session.token()}` },
    });
    if (!response.ok) throw new Error(`todos: ${response.status} ${await response.text()}`);
    const page = (await response.json()) as { items: { title: string }[]; nextCursor?: string | null };
    titles.push(...page.items.map(({ title }) => title));
    cursor = page.nextCursor ?? undefined;
  }
  return titles.sort();
}
