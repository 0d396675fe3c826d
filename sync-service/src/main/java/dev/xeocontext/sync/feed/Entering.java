package dev.xeocontext.sync.feed;

import dev.xeocontext.sync.log.LogReader;
import dev.xeocontext.sync.log.Page;
import dev.xeocontext.sync.log.StoredRecord;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The records that come to match within a piece of the log, and have to be read. Safe for use by several threads. */
final class Entering {

    private final List<UUID> ids;
    private @Nullable Uni<Page<StoredRecord>> page;

    Entering(List<UUID> ids) {
        this.ids = ids;
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    /** Reads them, once for all that ask. */
    synchronized Uni<Page<StoredRecord>> read(LogReader log, UUID storeId, String collection) {
        if (page == null) {
            page = log.find(storeId, collection, ids).memoize().indefinitely();
        }
        return page;
    }
}
