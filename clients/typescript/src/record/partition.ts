/** How many partitions there are. */
export const PARTITIONS = 271;

/** The partition of the store with this id, 0 to 270. */
export function partitionOf(storeId: string): number {
  return fnv1a(storeId) % PARTITIONS;
}

/** FNV-1a, 32 bits, over the UTF-16 units of a text. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
