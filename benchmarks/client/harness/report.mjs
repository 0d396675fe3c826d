import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { PRODUCTS } from './workloads.mjs';

/** Writes a report as JSON, and a table beside it. Returns the table. */
export async function writeReport(report, file) {
  const table = tableOf(report);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
  await writeFile(join(dirname(file), `${basename(file, extname(file))}.md`), table);
  return table;
}

function tableOf({ began, machine, rounds, versions, workloads, skipped, failed }) {
  const rows = workloads.flatMap(({ workload, comparisons }) =>
    comparisons.map(({ figure, stat, unit, faster, ratio, aim, ...numbers }) => [
      workload,
      figure,
      `${stat}, ${unit}`,
      ...PRODUCTS.map((product) => numbers[product]?.toString() ?? ''),
      ratio === undefined ? '' : `${ratio} (${faster})`,
      aim === undefined ? '' : `≤ ${aim}`,
    ]),
  );
  const lines = workloads.map(({ workload, what }) => `- \`${workload}\`: ${what}.`);
  const troubles = [...skipped, ...Object.entries(failed).map(([what, why]) => `${what} failed: ${why}`)];
  return [
    `# The client beside Dexie and RxDB, ${began}`,
    `${machine.cores} cores (${machine.cpu}), ${machine.system}, Chromium ${versions.chromium}, Node ${machine.node}; ` +
      `Dexie ${versions.dexie}, RxDB ${versions.rxdb} on Dexie ${versions.rxdbDexie}; ${rounds} interleaved rounds. ` +
      `Load of the machine: ${machine.loadBefore} before, ${machine.loadAfter} after.`,
    markdown(['workload', 'figure', '', ...PRODUCTS, 'ours / faster other', 'aim'], rows),
    lines.join('\n'),
    ...(troubles.length > 0 ? [troubles.map((trouble) => `- ${trouble}`).join('\n')] : []),
  ]
    .join('\n\n')
    .concat('\n');
}

function markdown(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at < 3 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}
