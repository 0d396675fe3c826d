package dev.xeocontext.sync.retention;

import dev.xeocontext.sync.digest.Digests;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * Takes old events out of the log of a store. What they did to the digests is cached first; what they did to the records
 * stays, and a cursor that is older than the log is served from those.
 */
@Singleton
class Compaction {

    private static final String UP_TO = """
            select max(seq) as upto
            from (select seq, at from log
                  where store_id = $1 and seq > $2 and seq <= $3 order by seq limit $4) as oldest
            where at < $5""";

    private static final String COLLECTIONS = """
            select distinct collection from log where store_id = $1 and seq > $2 and seq <= $3
            except
            select collection from digests where store_id = $1 and epoch = $4 and as_of >= $3""";

    private static final String DELETE = "delete from log where store_id = $1 and seq > $2 and seq <= $3";
    private static final String MOVE = "update stores set compacted_to = $2 where store_id = $1";

    private final StoreRows stores;
    private final Digests digests;
    private final RetentionConfig config;

    Compaction(StoreRows stores, Digests digests, RetentionConfig config) {
        this.stores = stores;
        this.digests = digests;
        this.config = config;
    }

    /** Takes a batch of what is older out; answers how many events that were. */
    Uni<Integer> compact(SqlConnection transaction, UUID storeId, Instant before) {
        return stores.locked(
                transaction,
                storeId,
                store -> upTo(transaction, store, before).chain(upTo -> compact(transaction, store, upTo)));
    }

    private Uni<Long> upTo(SqlConnection transaction, StoreRow store, Instant before) {
        long newest = store.head() - config.newestEvents();
        return transaction
                .preparedQuery(UP_TO)
                .execute(Tuple.from(List.of(
                        store.storeId(), store.compactedTo(), newest, config.batch(), before.atOffset(ZoneOffset.UTC))))
                .map(rows -> {
                    Long upTo = rows.iterator().next().getLong("upto");
                    return upTo == null ? store.compactedTo() : upTo;
                });
    }

    private Uni<Integer> compact(SqlConnection transaction, StoreRow store, long upTo) {
        if (upTo <= store.compactedTo()) {
            return Uni.createFrom().item(0);
        }
        UUID id = store.storeId();
        return transaction
                .preparedQuery(COLLECTIONS)
                .execute(Tuple.of(id, store.compactedTo(), upTo, store.epoch()))
                .map(rows -> StoreRows.list(rows, row -> row.getString("collection")))
                .chain(collections -> settle(transaction, id, collections, upTo))
                .chain(() -> transaction.preparedQuery(DELETE).execute(Tuple.of(id, store.compactedTo(), upTo)))
                .call(() -> transaction.preparedQuery(MOVE).execute(Tuple.of(id, upTo)))
                .map(deleted -> deleted.rowCount());
    }

    private Uni<Void> settle(SqlConnection transaction, UUID storeId, List<String> collections, long upTo) {
        return Multi.createFrom()
                .iterable(collections)
                .onItem()
                .transformToUniAndConcatenate(collection -> digests.settle(transaction, storeId, collection, upTo))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
