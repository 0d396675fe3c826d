// Children that we own, and nothing else: a child dies with this process.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';

const running = new Set();
process.on('exit', () => { for (const child of running) child.killNow(); });

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(what, ms, condition) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(200)) if (await condition()) return;
  throw new Error(`not within ${ms} ms: ${what}`);
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)); });
  });
}

function parentOf(pid) {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

export class Child {
  #process; #gone; exited = false;

  constructor(command, args, { env = {}, log, cwd }) {
    const out = fs.openSync(log, 'a');
    this.#process = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', out, out], cwd });
    running.add(this);
    this.#gone = new Promise((resolve) => this.#process.once('exit', () => { this.exited = true; running.delete(this); resolve(); }));
  }

  /** This process and all below it. */
  tree() {
    if (this.exited) return [];
    const children = new Map();
    for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)) {
      try { const parent = parentOf(pid); children.set(parent, [...(children.get(parent) ?? []), pid]); } catch { /* it is gone */ }
    }
    const tree = [this.#process.pid];
    for (let i = 0; i < tree.length; i++) tree.push(...(children.get(tree[i]) ?? []));
    return tree;
  }

  killNow() {
    for (const pid of this.tree()) try { process.kill(pid, 'SIGKILL'); } catch { /* it is gone */ }
  }

  async kill() { this.killNow(); await this.#gone; }

  async stop() {
    if (this.exited) return;
    this.#process.kill('SIGTERM');
    const timer = setTimeout(() => this.killNow(), 30_000);
    await this.#gone;
    clearTimeout(timer);
  }
}
