package dev.xeocontext.sync.reconcile;

import dev.xeocontext.contracts.owner.OwnerDigest;
import dev.xeocontext.contracts.owner.OwnerLeaf;
import dev.xeocontext.contracts.owner.OwnerRecords;
import dev.xeocontext.contracts.owner.OwnerStores;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What a service that owns collections tells of their records, as they are committed. Each answer stands for one moment
 * after the question; asking has no effect. Fails when the service is away.
 */
interface RecordOwner {

    Set<String> collections();

    /**
     * The sums of a collection.
     *
     * @param purgedBefore tombstones whose clock is older are left out, Unix time in milliseconds
     */
    Uni<OwnerDigest> digest(UUID storeId, String collection, long purgedBefore);

    Uni<OwnerLeaf> leaf(UUID storeId, String collection, long purgedBefore, int leaf);

    /** At most 1,000 at a time. */
    Uni<OwnerRecords> fetch(UUID storeId, String collection, List<UUID> ids);

    /** Stores with records, in the order of their ids, after one of them. */
    Uni<OwnerStores> stores(UUID after, int limit);
}
