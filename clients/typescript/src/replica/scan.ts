import type { Entry, Range, Storage, Table } from '../storage/storage.js';

/** Reads a table in pages of at most so many entries, in the order of the keys. */
export async function* pages(
  storage: Pick<Storage, 'scan'>,
  table: Table,
  range: Pick<Range, 'from' | 'to'> = {},
  size = 4_000,
): AsyncGenerator<Entry[]> {
  let from = range.from;
  for (;;) {
    const page = await storage.scan(table, { ...range, ...(from !== undefined && { from }), limit: size });
    if (page.length > 0) {
      yield page;
    }
    if (page.length < size) {
      return;
    }
    // no key goes on with a control character
    from = `${page.at(-1)!.key} `;
  }
}
