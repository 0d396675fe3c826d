package dev.xeocontext.sync.log;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads of the log and the records. Pages are bounded in number and in bytes. */
public interface LogReader {

    /** Where the store stands, and the event at {@code seq}. A store that nobody asked for before comes into being. */
    Uni<StorePlace> place(UUID storeId, long seq);

    /** The heads of those stores that exist. */
    Uni<Map<UUID, StoreHead>> heads(Collection<UUID> storeIds);

    /**
     * What comes after {@code seq}, in order.
     *
     * @param sides whether what filters see is wanted, too
     */
    Uni<Page<LogEntry>> events(UUID storeId, long seq, boolean sides);

    /** The records of a collection, deleted ones included, in the order of their ids, after one of them. */
    Uni<Page<StoredRecord>> records(UUID storeId, String collection, @Nullable UUID after);

    /** The records of some collections that changed after {@code seq}, deleted ones included, the longest unchanged first. */
    Uni<Page<StoredRecord>> changed(UUID storeId, Collection<String> collections, long seq);

    /**
     * Those of some records that exist, deleted ones included, in the order of their ids. There is {@code more} when they
     * are too many bytes for a page.
     */
    Uni<Page<StoredRecord>> find(UUID storeId, String collection, Collection<UUID> ids);
}
