package dev.xeocontext.sync.store;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Reads what the row of a store says. */
@Singleton
class StoreRepository {

    private static final String STATUS = """
            select store_id, epoch, version, head, events, compacted_to, purged_before, created_at, synced_at,
                   case when reconcile_at = 'infinity' then null else reconcile_at end as reconcile_at, diverged
            from stores where store_id = $1""";

    private final Pool pool;

    StoreRepository(Pool pool) {
        this.pool = pool;
    }

    /** Fails with {@link ProblemCode#NOT_FOUND} while nobody has written to the store or asked for it. */
    Uni<StoreStatus> status(UUID storeId) {
        return pool.preparedQuery(STATUS).execute(Tuple.of(storeId)).map(StoreRepository::status);
    }

    private static StoreStatus status(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw new ProblemException(ProblemCode.NOT_FOUND, null);
        }
        Row row = rows.iterator().next();
        OffsetDateTime syncedAt = row.getOffsetDateTime("synced_at");
        OffsetDateTime reconcileAt = row.getOffsetDateTime("reconcile_at");
        return new StoreStatus(
                row.getUUID("store_id"),
                row.getUUID("epoch"),
                row.getInteger("version"),
                row.getLong("head"),
                row.getLong("events"),
                row.getLong("compacted_to"),
                row.getLong("purged_before"),
                row.getOffsetDateTime("created_at").toInstant(),
                syncedAt == null ? null : syncedAt.toInstant(),
                reconcileAt == null ? null : reconcileAt.toInstant(),
                row.getBoolean("diverged"));
    }
}
