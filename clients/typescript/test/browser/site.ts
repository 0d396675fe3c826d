import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';

const HERE = import.meta.dirname;

/** A web site of the pages in `pages/`: each is one script with the client in it, built from its sources when somebody asks for it. */
export class Site {
  private readonly scripts = new Map<string, Promise<string>>();

  private constructor(private readonly server: Server) {
    server.on('request', async (request, response) => {
      const path = (request.url ?? '/').split('?')[0]!;
      const script = /^\/([a-z-]+)\.js$/.exec(path)?.[1];
      const page = /^\/([a-z-]+)$/.exec(path)?.[1];
      try {
        if (script !== undefined) {
          response.setHeader('content-type', 'text/javascript; charset=utf-8').end(await this.script(script));
        } else if (page !== undefined) {
          response.setHeader('content-type', 'text/html; charset=utf-8').end(html(page));
        } else response.writeHead(404).end();
      } catch (error) {
        response.writeHead(500).end(String(error));
      }
    });
  }

  static async start(): Promise<Site> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Site(server);
  }

  url(page: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${page}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private script(name: string): Promise<string> {
    const known = this.scripts.get(name) ?? bundle(name);
    this.scripts.set(name, known);
    return known;
  }
}

function html(page: string): string {
  return `<!doctype html><meta charset="utf-8"><title>${page}</title><link rel="icon" href="data:,"><script src="/${page}.js"></script>`;
}

async function bundle(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(HERE, 'pages', `${name}.ts`)],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    sourcemap: 'inline',
    alias: { vitest: join(HERE, 'pages', 'expect.ts') },
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}
