import { skimmedEntry } from '../storage/skimmed.js';
import type { Entry, Range, Skimmed, SkimmedPage, Storage, Table } from '../storage/storage.js';
import { checkSound } from './sound.js';

/** Entries of a page. */
const PAGE = 4_000;
/** Records of the largest page that is skimmed. The first ones are smaller: what somebody else has asked for meanwhile does not wait for long. */
const SKIMMED = 2_000;

/** Reads a table in pages of at most so many entries, in the order of the keys. Fails with a StorageError, `corrupt` when an entry is none. */
export function pages(
  storage: Pick<Storage, 'scan'>,
  table: Table,
  range: Pick<Range, 'from' | 'to'> = {},
  size = PAGE,
): AsyncGenerator<Entry[]> {
  const scan = async (page: Range) => {
    const entries = await storage.scan(table, page);
    entries.forEach(({ key, value }) => checkSound(table, key, value));
    return entries;
  };
  return paged(scan, range, size);
}

/** Reads records likewise, as they are shown. */
export async function* skimmed(
  storage: Pick<Storage, 'scan' | 'skim'>,
  range: Pick<Range, 'from' | 'to'>,
): AsyncGenerator<readonly Skimmed[]> {
  if (storage.skim === undefined) {
    yield* paged(async (page) => (await storage.scan('records', page)).map(skimmedEntry), range, PAGE);
    return;
  }
  let limit = SKIMMED / 8;
  const skim = (from: string | undefined): Promise<SkimmedPage> => {
    limit = Math.min(limit * 2, SKIMMED);
    return storage.skim!({ ...range, from: from ?? '', limit });
  };
  for (let page: SkimmedPage | undefined = await skim(range.from); page !== undefined;) {
    const following: Promise<SkimmedPage> | undefined = page.next === undefined ? undefined : skim(page.next);
    following?.catch(() => undefined);
    yield await page.records();
    page = await following;
  }
}

/** While a page is looked at, the next one is read. */
async function* paged<T extends { readonly key: string }>(
  scan: (range: Range) => Promise<T[]>,
  range: Pick<Range, 'from' | 'to'>,
  limit: number,
): AsyncGenerator<T[]> {
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
