package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.contracts.sync.Where;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query with what is asked of it all the time.
 *
 * @param hash of the query
 * @param collections in the order in which snapshots go through them
 */
record Terms(SubscriptionQuery query, long hash, List<String> collections) {

    static Terms of(SubscriptionQuery query) {
        return new Terms(query, query.hash(), List.copyOf(query.collections()));
    }

    @Nullable
    Where where() {
        return query.where();
    }

    boolean filtered() {
        return where() != null;
    }
}
