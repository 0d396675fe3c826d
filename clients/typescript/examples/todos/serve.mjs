import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { context } from 'esbuild';

const here = import.meta.dirname;
const source = join(here, '../../src');
const port = Number(process.env.PORT ?? 5173);

// the client as it stands in this work tree
const out = await mkdtemp(join(tmpdir(), 'todos-'));
for (const file of ['index.html', 'todos.css']) await cp(join(here, file), join(out, file));
const building = await context({
  entryPoints: [join(here, 'main.tsx')],
  bundle: true,
  splitting: true,
  format: 'esm',
  jsx: 'automatic',
  outdir: out,
  sourcemap: true,
  alias: {
    '@xeocontext/client/indexeddb': join(source, 'storage/indexeddb.ts'),
    '@xeocontext/client/react': join(source, 'react/index.ts'),
    '@xeocontext/client': join(source, 'index.ts'),
  },
});
await building.serve({ servedir: out, host: '127.0.0.1', port });
console.log(`http://localhost:${port}`);
