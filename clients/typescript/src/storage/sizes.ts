/** How entries are packed: what is made larger reads faster, and takes longer to make anew. */
export const SIZES = {
  /** Entries of a pack. */
  pack: 250,
  /** Characters of a pack, from which it takes no more entries. */
  text: 500_000,
  /** Packs that are read at once, at most. */
  page: 16,
  /** A pack is made anew when so many of its entries were written since. */
  worth: 4,
  /** So many commits are left to be read one by one, unless they have written more entries than a pack has. */
  commits: 64,
};
