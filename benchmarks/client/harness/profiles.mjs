import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Profiles of browsers: filled once for each product and size, and copied for each page that is measured. */
export class Profiles {
  #filled = new Map();

  /** @param fill makes a profile in a folder: `(folder, product, records)` */
  constructor(home, fill) {
    this.home = home;
    this.fill = fill;
  }

  /** Works with a fresh copy, which is gone afterwards. */
  async withCopy(product, records, work) {
    const name = `${product}-${records}`;
    let filled = this.#filled.get(name);
    if (filled === undefined) {
      filled = join(this.home, name);
      await mkdir(filled, { recursive: true });
      await this.fill(filled, product, records);
      this.#filled.set(name, filled);
    }
    const copy = await mkdtemp(join(this.home, 'copy-'));
    try {
      await cp(filled, copy, { recursive: true, filter: (path) => !/Singleton\w+$/.test(path) });
      return await work(copy);
    } finally {
      await rm(copy, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  async close() {
    await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}
