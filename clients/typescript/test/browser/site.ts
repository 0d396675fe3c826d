import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';

const HERE = import.meta.dirname;

/** A web site of the pages in `pages/`, each a script with chunks of the client, built from its sources when somebody asks for it. */
export class Site {
  private readonly pages = new Map<string, Promise<ReadonlyMap<string, string>>>();

  private constructor(private readonly server: Server) {
    server.on('request', async (request, response) => {
      const path = (request.url ?? '/').split('?')[0]!;
      const [, of, script] = /^\/([a-z-]+)\/([\w-]+\.js)$/.exec(path) ?? [];
      const page = /^\/([a-z-]+)$/.exec(path)?.[1];
      try {
        if (of !== undefined && script !== undefined) {
          const scripts = await this.scripts(of);
          response.setHeader('content-type', 'text/javascript; charset=utf-8').end(scripts.get(script));
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

  private scripts(page: string): Promise<ReadonlyMap<string, string>> {
    const known = this.pages.get(page) ?? bundle(page);
    this.pages.set(page, known);
    return known;
  }
}

function html(page: string): string {
  return `<!doctype html><meta charset="utf-8"><title>${page}</title><link rel="icon" href="data:,"><script type="module" src="/${page}/${page}.js"></script>`;
}

/** Scripts by their names. */
async function bundle(name: string): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [join(HERE, 'pages', `${name}.ts`)],
    bundle: true,
    write: false,
    splitting: true,
    outdir: '/',
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    sourcemap: 'inline',
    alias: { vitest: join(HERE, 'pages', 'expect.ts') },
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path, text }) => [path.slice(1), text]));
}
