package dev.xeocontext.sync.digest;

import java.util.Map;
import java.util.UUID;

/**
 * The records of a leaf, or the first of them.
 *
 * @param asOf the {@code seq} that it stands for
 * @param purgedBefore tombstones whose clock is older are left out
 * @param hashes 16 hexadecimal digits, by id
 * @param more whether there are more
 */
public record LeafHashes(long asOf, long purgedBefore, Map<UUID, String> hashes, boolean more) {}
