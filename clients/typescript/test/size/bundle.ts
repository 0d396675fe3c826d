import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** An app that opens a replica in IndexedDB, with fields of all kinds. */
export const APP = `
  import { boolean, defineSchema, integer, json, number, oneOf, openClient, set, text } from './src/index.ts';
  import { IndexedDbStorage } from './src/storage/indexeddb.ts';
  export const schema = defineSchema({
    all: { a: text(), b: oneOf('x'), c: set(), d: integer(), e: number(), f: boolean(), g: json() },
  });
  export const open = (url, device, token) =>
    openClient({ url, device, token, schema, storage: new IndexedDbStorage('all') });
`;

/** The chunks that a bundler makes of an app. */
export class Bundle {
  private constructor(
    readonly metafile: Metafile,
    readonly sizes: ReadonlyMap<string, number>,
  ) {}

  /** Minified, for browsers of today. */
  static async of(app: string): Promise<Bundle> {
    const { metafile, outputFiles } = await build({
      stdin: { contents: app, resolveDir: root, sourcefile: 'app.ts' },
      bundle: true,
      minify: true,
      splitting: true,
      format: 'esm',
      target: 'es2022',
      platform: 'browser',
      legalComments: 'none',
      outdir: '/out',
      metafile: true,
      write: false,
    });
    const sizes = outputFiles.map(
      ({ path, contents }) => [nameOf(path), gzipSync(contents, { level: 9 }).length] as const,
    );
    return new Bundle(metafile, new Map(sizes));
  }

  /** The chunks that are loaded with the one which begins with this module of `src`, or with the app. */
  chunks(module?: string): ReadonlySet<string> {
    const entry = Object.entries(this.metafile.outputs).find(
      ([, { entryPoint }]) => entryPoint === (module === undefined ? 'app.ts' : `src/${module}`),
    );
    if (!entry) throw new Error(`no chunk begins with ${module ?? 'the app'}`);
    const found = new Set<string>();
    const add = (path: string): void => {
      if (found.has(nameOf(path))) return;
      found.add(nameOf(path));
      const { imports } = this.metafile.outputs[path]!;
      imports
        .filter(({ kind, external }) => kind === 'import-statement' && !external)
        .forEach((each) => add(each.path));
    };
    add(entry[0]);
    return found;
  }

  /** Bytes of these chunks, each gzipped. */
  size(chunks: Iterable<string>): number {
    return [...chunks].reduce((sum, chunk) => sum + this.sizes.get(chunk)!, 0);
  }

  /** The modules that something of is in these chunks. */
  modules(chunks: ReadonlySet<string>): string[] {
    return Object.entries(this.metafile.outputs)
      .filter(([path]) => chunks.has(nameOf(path)))
      .flatMap(([, { inputs }]) => Object.entries(inputs))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path);
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
