import { OURS, PRODUCTS } from './workloads.mjs';

/** Readings of one figure of one product as numbers, in three digits. */
export function summary(readings) {
  const sorted = [...readings].sort((a, b) => a - b);
  const at = (share) => rounded(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]);
  return { readings: sorted.length, min: rounded(sorted[0]), p50: at(0.5), p99: at(0.99), max: rounded(sorted.at(-1)) };
}

/** Of every workload. */
const CPU = { cpu: { what: 'CPU time of the browser, all in all', stats: ['p50'], unit: 's' } };

/** Ours beside the faster of the others, for every number that a figure is reported by. */
export function comparisons(workload, byProduct) {
  return Object.entries({ ...workload.figures, ...CPU }).flatMap(([figure, { what, stats, aim = {}, unit = 'ms' }]) =>
    stats.flatMap((stat) => {
      const numbers = PRODUCTS.map((product) => [product, byProduct[product]?.[figure]?.[stat]]);
      const told = numbers.filter(([, number]) => number !== undefined);
      const ours = told.find(([product]) => product === OURS)?.[1];
      const [faster] = told.filter(([product]) => product !== OURS).sort(([, a], [, b]) => a - b);
      return told.length === 0
        ? []
        : {
            figure: what,
            stat,
            unit,
            ...Object.fromEntries(told),
            ...(faster && { faster: faster[0] }),
            ...(faster && ours !== undefined && { ratio: rounded(ours / faster[1]) }),
            ...(aim[stat] !== undefined && { aim: aim[stat] }),
          };
    }),
  );
}

/** Three digits that count. */
export function rounded(number) {
  return number === 0 ? 0 : Number(number.toPrecision(3));
}
