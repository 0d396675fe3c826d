import type { DigestAnswer, LeafSum, WireRecord } from '../wire/messages.js';
import type { Inbox } from './inbox.js';
import type { Requests } from './requests.js';
import type { SyncTarget } from './target.js';

/** Most ids of a `fetch`, and most leaves that are compared side by side: the server keeps 4 requests at a time. */
const FETCH_MOST = 1_000;
const SIDE_BY_SIDE = 4;

/** What a walk through the digests needs. */
export interface WalkParts {
  readonly target: SyncTarget;
  readonly requests: Requests;
  /** The replica is asked in its turn, between messages. */
  readonly inbox: Inbox;
  readonly storeId: string | undefined;
  /** Ids of records that messages have named since the walk began. */
  readonly named: ReadonlySet<string>;
}

/**
 * Compares the confirmed records of a whole collection with the server's, and mends what differs: at the cost of what differs. Messages may be
 * taken meanwhile. Resolves with the number of leaves that differed; fails with a `RequestRefused` when the server does not answer, `too-large` when a leaf is.
 * Nothing of it is under way then.
 */
export async function walk(collection: string, parts: WalkParts): Promise<number> {
  const theirs = await askDigest(collection, undefined, parts);
  const ours = await parts.inbox.run(() => parts.target.digest(collection, theirs.purgedBefore));
  if (theirs.root === undefined || theirs.leaves === undefined || isEqual(theirs.root, ours.root)) {
    return 0;
  }
  const differing = theirs.leaves.flatMap((leaf, at) => (isEqual(leaf, ours.leaves[at]) ? [] : [at]));
  for (let from = 0; from < differing.length; from += SIDE_BY_SIDE) {
    const some = differing.slice(from, from + SIDE_BY_SIDE);
    const mended = await Promise.allSettled(some.map((leaf) => mend(collection, leaf, theirs.purgedBefore, parts)));
    const failed = mended.find((each) => each.status === 'rejected');
    if (failed) {
      throw failed.reason;
    }
  }
  return differing.length;
}

/** What is here is read before the server is asked, so that it knows all of it that it ever will. */
async function mend(collection: string, leaf: number, purgedBefore: number, parts: WalkParts): Promise<void> {
  const { inbox, target, requests, storeId, named } = parts;
  const ours = await inbox.run(() => target.leaf(collection, leaf, purgedBefore));
  const answer = await askDigest(collection, leaf, parts);
  const theirs = new Map(Object.entries(answer.hashes ?? {}));
  const missing = [...theirs].filter(([id, hash]) => ours.get(id) !== hash).map(([id]) => id);
  const records: WireRecord[] = [];
  for (let from = 0; from < missing.length; from += FETCH_MOST) {
    const ids = missing.slice(from, from + FETCH_MOST);
    records.push(
      ...(await requests.fetch({ type: 'fetch', ...(storeId === undefined ? {} : { storeId }), collection, ids })),
    );
  }
  await inbox.run(() => {
    const absent = [...ours.keys()].filter((id) => !theirs.has(id) && !named.has(id));
    return target.mended(answer, records, absent);
  });
}

async function askDigest(collection: string, leaf: number | undefined, parts: WalkParts): Promise<DigestAnswer> {
  const { requests, storeId } = parts;
  const answer = await requests.ask({
    type: 'digest',
    ...(storeId === undefined ? {} : { storeId }),
    collection,
    ...(leaf === undefined ? {} : { leaf }),
  });
  return answer as DigestAnswer;
}

function isEqual(theirs: LeafSum, ours: LeafSum | undefined): boolean {
  return theirs.count === ours?.count && theirs.sum === ours.sum;
}
