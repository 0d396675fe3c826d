import type { Entry, Range, Storage, Table } from '../storage/storage.js';

/** Entries of a page. */
const PAGE = 4_000;

/** Reads a table in pages of at most so many entries, in the order of the keys. */
export function pages(
  storage: Pick<Storage, 'scan'>,
  table: Table,
  range: Pick<Range, 'from' | 'to'> = {},
  size = PAGE,
): AsyncGenerator<Entry[]> {
  return paged((page) => storage.scan(table, page), range, size);
}

/** Reads `records` likewise, only to look at them: see {@link Storage.skim}. */
export function skimmed(
  storage: Pick<Storage, 'scan' | 'skim'>,
  range: Pick<Range, 'from' | 'to'>,
): AsyncGenerator<Entry[]> {
  return storage.skim ? paged((page) => storage.skim!(page), range, PAGE) : pages(storage, 'records', range);
}

/** While a page is looked at, the next one is read. */
async function* paged(
  scan: (range: Range) => Promise<Entry[]>,
  range: Pick<Range, 'from' | 'to'>,
  limit: number,
): AsyncGenerator<Entry[]> {
  let page = await scan({ ...range, limit });
  while (page.length === limit) {
    // no key goes on with a control character
    const next = scan({ ...range, from: `${page.at(-1)!.key} `, limit });
    next.catch(() => undefined);
    yield page;
    page = await next;
  }
  if (page.length > 0) {
    yield page;
  }
}
