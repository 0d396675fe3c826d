import { withPage } from './chromium.mjs';
import { cpuSeconds } from './cpu.mjs';
import { comparisons, summary } from './figures.mjs';

const MIB = 2 ** 20;

/** Measures workloads, in rounds in which every product has its turn; who begins changes. */
export class Bench {
  /** @param suite asked for a fresh session at a suite; `() => {url, token, deviceId}` */
  constructor({ pages, profiles, products, rounds, suite, say }) {
    Object.assign(this, { pages, profiles, products, rounds, suite, say });
    this.failed = {};
  }

  async measure(workload) {
    const readings = {};
    const products = this.products.filter((product) => workload.products?.includes(product) ?? true);
    for (let round = 0; round < this.rounds; round++) {
      const first = round % products.length;
      for (const product of [...products.slice(first), ...products.slice(0, first)]) {
        await this.#turn(workload, product, round, (readings[product] ??= {}));
      }
    }
    const figures = Object.fromEntries(
      Object.entries(readings).map(([product, each]) => [
        product,
        Object.fromEntries(Object.entries(each).map(([figure, list]) => [figure, summary(list)])),
      ]),
    );
    const { name, what, parameters } = workload;
    return { workload: name, what, parameters, figures, comparisons: comparisons(workload, figures), readings };
  }

  async #turn(workload, product, round, readings) {
    this.say(`${workload.name}: ${product}, round ${round + 1} of ${this.rounds}`);
    try {
      const samples = await this.profiles.withCopy(product, workload.parameters.records, (profile) =>
        withPage(profile, this.pages.at(product), (page, context) =>
          this.#run(page, context, profile, workload, round),
        ),
      );
      for (const [figure, list] of Object.entries(samples)) (readings[figure] ??= []).push(...list);
    } catch (error) {
      this.failed[`${workload.name} of ${product}, round ${round + 1}`] = error.message.split('\n')[0];
      this.say(`failed: ${error.stack ?? error}`);
    }
  }

  async #run(page, context, profile, { work, parameters, heap, suite: wantsSuite }, round) {
    const suite = wantsSuite ? await this.suite() : undefined;
    const before = await cpuSeconds(profile);
    const samples = await page.evaluate(
      ([name, given]) => globalThis.bench.run(name, given),
      [work, { ...parameters, seed: round + 1, ...(suite && { suite }) }],
    );
    if (before !== undefined) samples.cpu = [(await cpuSeconds(profile)) - before];
    if (heap) {
      const protocol = await context.newCDPSession(page);
      await protocol.send('HeapProfiler.collectGarbage');
      samples.heap = [(await protocol.send('Runtime.getHeapUsage')).usedSize / MIB];
    }
    return samples;
  }
}
