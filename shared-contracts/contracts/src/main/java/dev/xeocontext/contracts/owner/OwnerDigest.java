package dev.xeocontext.contracts.owner;

import dev.xeocontext.contracts.digest.LeafSum;
import java.util.List;

/**
 * The digest of a collection as its owner has it.
 *
 * @param purgedBefore tombstones whose clock is older were left out: what was asked for, or later when the owner has
 *     purged more
 * @param leaves 256 sums
 */
public record OwnerDigest(long purgedBefore, List<LeafSum> leaves) {}
