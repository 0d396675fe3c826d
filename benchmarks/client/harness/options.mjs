import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PRODUCTS, WORKLOADS } from './workloads.mjs';

const HOME = resolve(import.meta.dirname, '../../..');

/** Reads the command line; throws an error that says what is wrong with it. */
export function readOptions(args, began) {
  const { values } = parseArgs({
    args,
    options: {
      client: { type: 'boolean' },
      workload: { type: 'string' },
      product: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      out: { type: 'string', default: resolve(HOME, 'target/bench', `client-${began.replaceAll(':', '-')}.json`) },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isSafeInteger(rounds) || rounds < 1) throw new Error(`--rounds is no number of rounds: ${values.rounds}`);
  return {
    ...values,
    rounds,
    out: resolve(values.out),
    workloads: named(WORKLOADS, ({ name }) => name, values.workload, '--workload'),
    products: named(PRODUCTS, (name) => name, values.product, '--product'),
  };
}

function named(all, nameOf, wanted, option) {
  if (wanted === undefined) return all;
  return wanted.split(',').map((name) => {
    const found = all.find((each) => nameOf(each) === name);
    if (found === undefined) throw new Error(`${option} ${name}: there are ${all.map(nameOf).join(', ')}.`);
    return found;
  });
}
