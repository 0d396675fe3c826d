package dev.xeocontext.contracts.owner;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A question to the owner of a collection, under {@code /internal/v1/records}: {@code POST …/digest} is answered by
 * {@link OwnerDigest}, {@code POST …/leaf} by {@link OwnerLeaf}, {@code POST …/fetch} by {@link OwnerRecords}.
 *
 * @param purgedBefore tombstones whose clock is older are left out of sums and hashes, Unix time in milliseconds
 * @param leaf of a question about one leaf, 0 to 255
 * @param ids of a question about records
 */
public record OwnerQuestion(
        UUID storeId,
        String collection,
        long purgedBefore,
        @Nullable Integer leaf,
        @Nullable List<UUID> ids) {}
