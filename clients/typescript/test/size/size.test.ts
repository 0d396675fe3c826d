import { beforeAll, describe, expect, it } from 'vitest';
import { APP, Bundle } from './bundle.js';

/** What an app with IndexedDB loads before it can read, query and write: the bar. Bytes, gzipped. */
const FIRST = 25_000;
/** That, and what the tab loads besides that leads. */
const WITH_LEAD = 43_000;

describe('what an app loads', () => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await Bundle.of(APP);
  });

  it('before it can read, query and write is less than 25 kB', () => {
    expect(bundle.size(bundle.chunks())).toBeLessThan(FIRST);
  });

  it('to lead and sync stays within its bound', () => {
    expect(bundle.size(new Set([...bundle.chunks(), ...bundle.chunks('client/lead.ts')]))).toBeLessThan(WITH_LEAD);
  });

  it('has nothing in it of what only some need, or only sometimes', () => {
    const chunks = new Set([...bundle.chunks(), ...bundle.chunks('client/lead.ts')]);
    const company = (module: string) => module.startsWith('src/company/') && !module.endsWith('/company.ts');
    const others = [
      'noble',
      '/http',
      'digest.ts',
      'digests.ts',
      'walk.ts',
      'memory.ts',
      'sqlite',
      'async-storage',
      'react',
    ];
    const modules = bundle.modules(chunks).filter((module) => module !== 'src/replica/later-digests.ts');
    expect(modules.length).toBeGreaterThan(100);
    expect(modules.filter((module) => company(module) || others.some((other) => module.includes(other)))).toEqual([]);
  });

  it('grows by presence and handoff where it asks for them', async () => {
    const accompanied = await Bundle.of(`${APP} export { presenceOf, handoffOf } from './src/index.ts';`);
    expect(accompanied.modules(accompanied.chunks())).toContain('src/company/handoff.ts');
    expect(accompanied.size(accompanied.chunks()) - bundle.size(bundle.chunks())).toBeLessThan(4_000);
  });
});
