#!/usr/bin/env node
import { mkdtemp } from 'node:fs/promises';
import { cpus, loadavg, release, tmpdir, type } from 'node:os';
import { join } from 'node:path';
import { Bench } from './harness/bench.mjs';
import { chromiumProgram, chromiumVersion, withPage } from './harness/chromium.mjs';
import { readOptions } from './harness/options.mjs';
import { servePages } from './harness/pages.mjs';
import { Profiles } from './harness/profiles.mjs';
import { writeReport } from './harness/report.mjs';
import { register } from './harness/suite.mjs';
import { versions } from './harness/versions.mjs';
import { WORKLOADS } from './harness/workloads.mjs';

const HELP = `node benchmarks/client/run.mjs [options]

  --workload NAME,…  only these; --list names them
  --product NAME,…   only these: xeocontext, dexie, rxdb
  --rounds N         how many times each product has its turn (5)
  --out FILE         where the report goes (target/bench/client-TIME.json), with a table beside it

  XEO_URL            a running suite, for what needs one
  XEO_CHROMIUM       the browser, where it is not found by itself`;

async function main() {
  const began = new Date().toISOString().replace(/\.\d+/, '');
  const options = readOptions(process.argv.slice(2), began);
  if (options.help) return console.log(HELP);
  if (options.list) return WORKLOADS.forEach(({ name, what }) => console.log(`${name}: ${what}`));
  chromiumProgram();

  const home = await mkdtemp(join(process.env.XEO_BENCH_DATA ?? tmpdir(), 'xeo-client-bench-'));
  const pages = await servePages(options.products);
  const profiles = new Profiles(home, (folder, product, records) => {
    say(`filling: ${product}, ${records} records`);
    return withPage(folder, pages.at(product), (page) =>
      page.evaluate((count) => globalThis.bench.fill(count), records),
    );
  });
  const url = process.env.XEO_URL;
  const skipped = [];
  const possible = options.workloads.filter(({ suite }) => !suite || url !== undefined);
  if (possible.length < options.workloads.length) {
    skipped.push('What needs a suite was skipped: XEO_URL names none (start one with `./xeo up`).');
  }
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0].model,
    system: `${type()} ${release()}`,
    node: process.version,
  };
  machine.loadBefore = loadavg()[0].toFixed(1);
  const bench = new Bench({ ...options, pages, profiles, say, suite: () => register(url) });
  try {
    const chromium = await chromiumVersion(join(home, 'version'));
    const workloads = [];
    for (const workload of possible) workloads.push(await bench.measure(workload));
    machine.loadAfter = loadavg()[0].toFixed(1);
    const report = {
      began,
      machine,
      rounds: options.rounds,
      versions: { chromium, ...(await versions()) },
      bundleBytes: Object.fromEntries(options.products.map((product) => [product, pages.bytes(product)])),
      workloads,
      skipped,
      failed: bench.failed,
    };
    console.log(await writeReport(report, options.out));
    console.log(`The report is ${options.out}`);
    if (Object.keys(bench.failed).length > 0) process.exitCode = 1;
  } finally {
    pages.close();
    await profiles.close();
  }
}

function say(text) {
  console.error(text);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
