/**
 * What is measured. `work` is a file of page/workloads; a figure of `figures` is told by the page as a list of readings in ms, and reported by its
 * `stats`; `aim` is what issue and specification want of ours.
 */
export const PRODUCTS = ['xeocontext', 'dexie', 'rxdb'];
export const OURS = 'xeocontext';

const LATENCY = ['p50', 'p99'];
const ONCE = ['p50', 'max'];

export const WORKLOADS = [
  notify(
    'notify',
    'a change of one of 10,000 records, from the call to the listener of a live query (one list, 50 rows)',
    {
      times: 200,
      limit: 50,
    },
  ),
  notify('notify-all', 'the same with a live query that shows all 10,000', { times: 60 }),
  {
    name: 'query',
    what: 'live queries (where, sort, limit 50) over 100,000 records that were not asked before, in a page that has been running',
    work: 'query',
    parameters: { records: 100_000, times: 30, limit: 50, durability: 'strict' },
    figures: {
      first: { what: 'first result', stats: LATENCY, aim: { p99: 50 } },
      update: { what: 'result after a change', stats: LATENCY, aim: { p99: 4 } },
    },
  },
  {
    name: 'cold',
    what: 'a new browser with 100,000 records in IndexedDB, tidied up by the visit before: from the call that opens, all asked at once',
    work: 'cold',
    parameters: { records: 100_000, times: 1, limit: 50, durability: 'strict' },
    heap: true,
    figures: {
      opened: { what: 'open', stats: ONCE },
      first: { what: 'first result (where, sort, limit 50)', stats: ONCE, aim: { p50: 1_000 } },
      labels: { what: 'result of a small collection', stats: ONCE },
      single: { what: 'one record by its id', stats: ONCE },
      heap: { what: 'JS heap with the query live', stats: ['p50'], unit: 'MiB' },
    },
  },
  offline('offline', '10,000 single changes with no network, then to a server; commits reach the disk'),
  offline('offline-relaxed', 'the same; commits reach the operating system', { durability: 'relaxed' }),
  {
    ...offline(
      'offline-suite',
      'as `offline`, with the suite as the server, which takes 2,000 ops in a second from a device',
    ),
    products: [OURS],
    suite: true,
  },
];

function notify(name, what, parameters) {
  return {
    name,
    what,
    work: 'notify',
    parameters: { records: 10_000, durability: 'strict', ...parameters },
    figures: {
      told: { what: 'listener has it', stats: LATENCY, aim: { p99: 5 } },
      saved: { what: 'saved', stats: LATENCY },
    },
  };
}

function offline(name, what, { durability = 'strict' } = {}) {
  return {
    name,
    what,
    work: 'offline',
    parameters: { records: 0, times: 10_000, durability },
    figures: {
      saved: { what: 'all saved', stats: ONCE },
      acknowledged: { what: 'all acknowledged by the server', stats: ONCE },
    },
  };
}
