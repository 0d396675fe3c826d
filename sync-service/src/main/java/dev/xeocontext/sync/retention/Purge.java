package dev.xeocontext.sync.retention;

import dev.xeocontext.sync.digest.CollectionDigest;
import dev.xeocontext.sync.digest.Digests;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Takes old tombstones out of the records of a store, the oldest first. Sums and records change together, and the store
 * remembers up to which clock it has no tombstones, and the greatest place in the log that one of them had. Their ids stay
 * behind, so that no event that comes late brings a record back.
 */
@Singleton
class Purge {

    private static final String BOUNDARY = """
            select count(*) as found, max(deleted_clock collate "C") as latest
            from (select deleted_clock from records
                  where store_id = $1 and deleted and deleted_clock collate "C" < lpad(to_hex($2::bigint), 12, '0')
                  order by deleted_clock collate "C" limit $3) as oldest""";

    private static final String COLLECTIONS = """
            select distinct collection from records
            where store_id = $1 and deleted and deleted_clock collate "C" < lpad(to_hex($2::bigint), 12, '0')""";

    private static final String DELETE = """
            with gone as (
                delete from records
                where store_id = $1 and deleted and deleted_clock collate "C" < lpad(to_hex($2::bigint), 12, '0')
                returning collection, id, leaf, hash, last_seq, deleted_clock),
            kept as (
                insert into purged (store_id, collection, id, deleted_clock)
                select $1, collection, id, deleted_clock from gone
                on conflict (store_id, collection, id) do update
                set deleted_clock = greatest(purged.deleted_clock collate "C", excluded.deleted_clock collate "C"))
            select collection, leaf, hash, last_seq,
                   deleted_clock collate "C" >= lpad(to_hex($3::bigint), 12, '0') as counted
            from gone order by collection""";

    private static final String MOVE = """
            update stores set purged_before = greatest(purged_before, $2), purged_seq = greatest(purged_seq, $3)
            where store_id = $1""";

    private static final int MILLIS_DIGITS = 12;
    private static final int HEX = 16;

    private record Gone(String collection, int leaf, long hash, long lastSeq, boolean counted) {}

    private final StoreRows stores;
    private final Digests digests;
    private final RetentionConfig config;

    Purge(StoreRows stores, Digests digests, RetentionConfig config) {
        this.stores = stores;
        this.digests = digests;
        this.config = config;
    }

    /** Takes about a batch of those that are older out; answers how many tombstones that were. */
    Uni<Integer> purge(SqlConnection transaction, UUID storeId, Instant before) {
        return stores.locked(
                transaction,
                storeId,
                store -> boundary(transaction, storeId, before.toEpochMilli())
                        .chain(boundary -> purge(transaction, store, boundary)));
    }

    /** A clock before which there are at most as many as a batch, and more only if they are of one millisecond. */
    private Uni<Long> boundary(SqlConnection transaction, UUID storeId, long before) {
        return transaction
                .preparedQuery(BOUNDARY)
                .execute(Tuple.of(storeId, before, config.batch()))
                .map(rows -> {
                    var row = rows.iterator().next();
                    long found = row.getLong("found");
                    if (found == 0) {
                        return 0L;
                    }
                    String millis = row.getString("latest").substring(0, MILLIS_DIGITS);
                    return found < config.batch() ? before : Math.min(before, Long.parseLong(millis, HEX) + 1);
                });
    }

    private Uni<Integer> purge(SqlConnection transaction, StoreRow store, long boundary) {
        if (boundary == 0) {
            return Uni.createFrom().item(0);
        }
        return sums(transaction, store, boundary)
                .chain(sums -> delete(transaction, store, boundary)
                        .call(gone -> adjust(transaction, store, boundary, sums, gone))
                        .call(gone -> move(transaction, store, boundary, gone)))
                .map(List::size);
    }

    /** The digests of the collections that have such tombstones, as they are before these are gone. */
    private Uni<Map<String, CollectionDigest>> sums(SqlConnection transaction, StoreRow store, long boundary) {
        return transaction
                .preparedQuery(COLLECTIONS)
                .execute(Tuple.of(store.storeId(), boundary))
                .onItem()
                .transformToMulti(
                        rows -> Multi.createFrom().iterable(StoreRows.list(rows, row -> row.getString("collection"))))
                .onItem()
                .transformToUniAndConcatenate(
                        collection -> digests.settle(transaction, store.storeId(), collection, store.head())
                                .map(digest -> Map.entry(collection, digest)))
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Uni<List<Gone>> delete(SqlConnection transaction, StoreRow store, long boundary) {
        return transaction
                .preparedQuery(DELETE)
                .execute(Tuple.of(store.storeId(), boundary, store.purgedBefore()))
                .map(rows -> StoreRows.list(
                        rows,
                        row -> new Gone(
                                row.getString("collection"),
                                row.getShort("leaf"),
                                row.getLong("hash"),
                                row.getLong("last_seq"),
                                row.getBoolean("counted"))));
    }

    private Uni<Void> adjust(
            SqlConnection transaction,
            StoreRow store,
            long boundary,
            Map<String, CollectionDigest> sums,
            List<Gone> gone) {
        for (Gone one : gone) {
            CollectionDigest sum = sums.get(one.collection());
            if (one.counted() && sum != null) {
                sum.digest().add(one.leaf(), -1, -one.hash());
            }
        }
        return Multi.createFrom()
                .iterable(sums.entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry -> digests.replace(
                        transaction,
                        store.storeId(),
                        entry.getKey(),
                        new CollectionDigest(
                                store.epoch(),
                                store.head(),
                                boundary,
                                entry.getValue().digest())))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<Void> move(SqlConnection transaction, StoreRow store, long boundary, List<Gone> gone) {
        long lastSeq = gone.stream().mapToLong(Gone::lastSeq).max().orElse(0);
        return transaction
                .preparedQuery(MOVE)
                .execute(Tuple.of(store.storeId(), boundary, lastSeq))
                .replaceWithVoid();
    }
}
