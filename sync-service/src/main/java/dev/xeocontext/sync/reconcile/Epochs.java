package dev.xeocontext.sync.reconcile;

import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.log.HistoryListener;
import dev.xeocontext.sync.sql.TimelySql;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Begins new epochs of stores, so that every place of the one before leads nowhere and devices send again what they keep.
 * Does nothing when somebody else began one meanwhile. Everyone who is subscribed is told afterwards, here and, through the
 * other replicas, there.
 */
@Singleton
class Epochs {

    private static final Logger LOG = Logger.getLogger(Epochs.class);

    private static final String EPOCH = "select epoch from stores where store_id = $1";
    private static final String DIVERGED = EPOCH + " and diverged";
    private static final String LOCK = EPOCH + " for update";

    private static final String EMPTY_LOG = "delete from log where store_id = $1";
    private static final String EMPTY_DIGESTS = "delete from digests where store_id = $1";
    private static final String EMPTY_PURGED = "delete from purged where store_id = $1 and collection = any($2)";
    private static final String EMPTY_RECORDS = "delete from records where store_id = $1 and collection = any($2)";

    private static final String FILL_RECORDS = """
        insert into records (store_id, collection, id, fields, clocks, deleted, deleted_clock, last_seq, leaf, hash,
                             bytes)
        select stores.store_id, collection, id, fields, clocks, deleted, deleted_clock,
               head + row_number() over (order by collection, id), leaf, hash, bytes
        from restoring, stores
        where restore_id = $2 and stores.store_id = $1\
        """;

    private static final String REPLACE = """
        update stores
        set epoch = $2, head = head + $3 + 1, compacted_to = head + $3 + 1,
            purged_before = greatest(purged_before, $4), diverged = false, reconcile_at = now()
        where store_id = $1\
        """;

    private static final String RENAME = "update stores set epoch = $2, diverged = false where store_id = $1";
    private static final String RENAME_DIGESTS = "update digests set epoch = $2 where store_id = $1 and epoch = $3";

    private static final Uni<Boolean> NOT_DONE = Uni.createFrom().item(false);

    private final TimelySql sql;
    private final Staging staging;
    private final RecordOwners owners;
    private final Ids ids;
    private final List<HistoryListener> listeners;

    Epochs(TimelySql sql, Staging staging, RecordOwners owners, Ids ids, @All List<HistoryListener> listeners) {
        this.sql = sql;
        this.staging = staging;
        this.owners = owners;
        this.ids = ids;
        this.listeners = listeners;
    }

    /**
     * Takes all records from their owners as they are, in the place of log and records. What is appended while they are
     * read may be lost from the log; the store is to be compared again afterwards, which finds it at the owners.
     *
     * @return whether it was done
     */
    Uni<Boolean> replace(UUID storeId) {
        UUID restoreId = ids.next();
        return epoch(EPOCH, storeId)
                .chain(epoch -> epoch == null
                        ? NOT_DONE
                        : owners.collections()
                                .onItem()
                                .transformToUniAndConcatenate(owned -> staging.copy(restoreId, storeId, owned))
                                .collect()
                                .with(Collectors.reducing(0L, Math::max))
                                .chain(boundary -> begin(
                                        storeId,
                                        epoch,
                                        (transaction, next) -> fill(transaction, storeId, next, restoreId, boundary))))
                .onTermination()
                .call((done, failure, cancelled) ->
                        isUndecided(failure) ? Uni.createFrom().voidItem() : staging.drop(restoreId));
    }

    /** A transaction that was given up may still run, and needs what was put aside; that is dropped with what is forgotten. */
    private static boolean isUndecided(@Nullable Throwable failure) {
        return failure instanceof TimeoutException;
    }

    /**
     * Keeps log and records, which are right, when devices know another log of the same epoch.
     *
     * @return whether they do, and it was done
     */
    Uni<Boolean> rename(UUID storeId) {
        return epoch(DIVERGED, storeId)
                .chain(epoch -> epoch == null
                        ? NOT_DONE
                        : begin(
                                storeId,
                                epoch,
                                (transaction, next) -> transaction
                                        .preparedQuery(RENAME)
                                        .execute(Tuple.of(storeId, next))
                                        .chain(() -> transaction
                                                .preparedQuery(RENAME_DIGESTS)
                                                .execute(Tuple.of(storeId, next, epoch)))
                                        .replaceWithVoid()));
    }

    private Uni<@Nullable UUID> epoch(String question, UUID storeId) {
        return sql.execute(question, Tuple.of(storeId))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getUUID("epoch"));
    }

    /** What makes the new epoch, under the lock of the store. */
    private interface Change {
        Uni<Void> apply(SqlConnection transaction, UUID epoch);
    }

    private Uni<Boolean> begin(UUID storeId, UUID current, Change change) {
        UUID next = ids.next();
        return sql.transaction(transaction -> transaction
                        .preparedQuery(LOCK)
                        .execute(Tuple.of(storeId))
                        .map(rows -> rows.iterator().next().getUUID("epoch").equals(current))
                        .chain(same -> same ? change.apply(transaction, next).replaceWith(true) : NOT_DONE))
                .invoke(done -> {
                    if (done) {
                        LOG.warnf("Store %s begins a new epoch", storeId);
                        listeners.forEach(listener -> listener.begun(storeId, next));
                    }
                });
    }

    private Uni<Void> fill(SqlConnection transaction, UUID storeId, UUID epoch, UUID restoreId, long boundary) {
        String[] collections = owners.names();
        return transaction
                .preparedQuery(EMPTY_LOG)
                .execute(Tuple.of(storeId))
                .chain(() -> transaction.preparedQuery(EMPTY_DIGESTS).execute(Tuple.of(storeId)))
                .chain(() -> transaction.preparedQuery(EMPTY_PURGED).execute(Tuple.of(storeId, collections)))
                .chain(() -> transaction.preparedQuery(EMPTY_RECORDS).execute(Tuple.of(storeId, collections)))
                .chain(() -> transaction.preparedQuery(FILL_RECORDS).execute(Tuple.of(storeId, restoreId)))
                .chain(filled -> transaction
                        .preparedQuery(REPLACE)
                        .execute(Tuple.of(storeId, epoch, (long) filled.rowCount(), boundary)))
                .replaceWithVoid();
    }
}
