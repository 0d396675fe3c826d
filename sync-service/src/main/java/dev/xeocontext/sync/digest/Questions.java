package dev.xeocontext.sync.digest;

import dev.xeocontext.contracts.sync.ServerMessage;
import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What devices ask about the records of a store, to find out what differs and to have it. Asking has no effect. */
public interface Questions {

    /** The sums of a collection. */
    Uni<ServerMessage.Digest> digest(@Nullable String ref, UUID storeId, String collection);

    /** The hashes of one leaf, 0 to 255; fails with {@code too-large} where they are more than a frame holds. */
    Uni<ServerMessage.Digest> leaf(@Nullable String ref, UUID storeId, String collection, int leaf);

    /**
     * A page of records, read when it is subscribed to.
     *
     * @param after the last record of the page before
     */
    Uni<FetchPage> fetch(@Nullable String ref, UUID storeId, String collection, Set<UUID> ids, @Nullable UUID after);

    /**
     * A page of what was fetched.
     *
     * @param frame as it goes to the device
     * @param next the record after which the next page begins; {@code null} on the last one
     */
    record FetchPage(String frame, @Nullable UUID next) {}
}
