import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const SIDES = fileURLToPath(new URL('../page/sides/', import.meta.url));
/** Pages that are isolated have a finer clock. */
const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cache-Control': 'no-store',
};

/** Serves a page for each product, each with its bundle only: `at` says where, and `bytes` how large the bundle is. */
export async function servePages(products) {
  const scripts = new Map(await Promise.all(products.map(async (product) => [product, await bundle(product)])));
  const server = createServer(({ url }, response) => {
    const [, name, end] = /^\/(\w+)(\.js)?$/.exec(url ?? '') ?? [];
    const script = scripts.get(name);
    if (script === undefined) {
      response.writeHead(404, HEADERS).end();
    } else if (end === '.js') {
      response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/javascript' }).end(script);
    } else {
      response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/html' });
      response.end(`<!doctype html><title>${name}</title><script type="module" src="/${name}.js"></script>`);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    at: (product) => `http://127.0.0.1:${server.address().port}/${product}`,
    bytes: (product) => scripts.get(product).length,
    close: () => server.close(),
  };
}

async function bundle(product) {
  const { outputFiles } = await build({
    entryPoints: [`${SIDES}${product}.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
    keepNames: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return outputFiles[0].contents;
}
