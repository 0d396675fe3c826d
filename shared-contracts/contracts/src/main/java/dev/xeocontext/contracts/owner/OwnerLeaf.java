package dev.xeocontext.contracts.owner;

import java.util.Map;
import java.util.UUID;

/**
 * The records of one leaf as their owner has them.
 *
 * @param purgedBefore tombstones whose clock is older were left out
 * @param hashes 16 hexadecimal digits, by id
 */
public record OwnerLeaf(long purgedBefore, Map<UUID, String> hashes) {}
