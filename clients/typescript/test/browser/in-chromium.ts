import { describe } from 'vitest';
import { findChromium } from './chromium.js';

/** Tests that take a real browser. Where there is none they are skipped, and that is said. */
export function inChromium(name: string, tests: () => void): void {
  const found = findChromium() !== undefined;
  if (!found)
    console.log(
      `Skipped: ${name}. That takes Chromium, and neither XEO_CHROMIUM names one nor is there chromium, chromium-browser or google-chrome on the PATH.`,
    );
  describe.skipIf(!found)(name, tests);
}
