package dev.xeocontext.sync.digest;

import dev.xeocontext.contracts.digest.Digest;
import java.util.UUID;

/**
 * The digest of a collection.
 *
 * @param asOf the {@code seq} that it stands for
 * @param purgedBefore tombstones whose clock is older are left out, Unix time in milliseconds
 */
public record CollectionDigest(UUID epoch, long asOf, long purgedBefore, Digest digest) {}
