import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the suite is. */
    url: string;
  }
}

const HOME = resolve(import.meta.dirname, '../../../..');
const START_MILLIS = 180_000;

/** The suite for all tests of a run; it ends with them. */
export default async function suite(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env['XEO_URL'];
  if (running !== undefined) {
    project.provide('url', running);
    return () => Promise.resolve();
  }
  const data = await mkdtemp(join(tmpdir(), 'xeo-client-'));
  const port = await freePort();
  const up = spawn(join(HOME, 'xeo'), ['up'], {
    env: { ...process.env, XEO_PORT: String(port), XEO_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = `http://127.0.0.1:${port}`;
  await isUp(up, url);
  project.provide('url', url);
  return async () => {
    up.kill('SIGTERM');
    await once(up, 'exit');
    await rm(data, { recursive: true, force: true });
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

/** It says so when all of it is; the gateway answers before the services behind it do. */
async function isUp(up: ChildProcess, url: string): Promise<void> {
  let said = '';
  up.stdout?.on('data', (text: Buffer) => (said += text.toString()));
  up.stderr?.on('data', (text: Buffer) => (said += text.toString()));
  const deadline = Date.now() + START_MILLIS;
  while (Date.now() < deadline && up.exitCode === null) {
    const health = said.includes('Ctrl-C stops') ? await fetch(`${url}/health`).catch(() => undefined) : undefined;
    if (health?.ok === true) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  up.kill('SIGTERM');
  throw new Error(`The suite did not start:\n${said}`);
}
