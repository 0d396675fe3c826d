import { defineConfig } from 'vitest/config';

/** Tests against the real suite: `./xeo up` on a port and a folder of their own, or the one that XEO_URL names. */
export default defineConfig({
  test: {
    include: ['test/stack/**/*.test.ts', 'test/browser/**/*.test.ts'],
    globalSetup: ['test/stack/suite.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
