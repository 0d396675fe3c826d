package dev.xeocontext.kit.purge;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.kit.record.CollectionType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Takes the content out of records that were deleted long ago. */
@Singleton
class PurgeRepository {

    private final Pool pool;

    PurgeRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * Purges some records of a collection, those that were deleted first, and answers how many. It waits for nobody, and
     * nobody long for it: a record that a write or another replica holds is left for later.
     *
     * @param boundary deletions with an older clock, Unix time in milliseconds
     * @param settled of records that have not changed since
     */
    Uni<Integer> purge(CollectionType type, long boundary, Instant settled, int limit) {
        String purge = """
                update %1$s t set fields = '{}', clocks = '{}', hash = 0, purged = true
                from (select store_id, id from %1$s
                      where deleted and not purged and deletion_clock < $1 and updated_at < $2
                      order by deletion_clock limit $3 for update skip locked) as old
                where t.store_id = old.store_id and t.id = old.id""".formatted(type.table());
        return pool.preparedQuery(purge)
                .execute(Tuple.of(
                        new Hlc(boundary, 0, 0).toString(), OffsetDateTime.ofInstant(settled, ZoneOffset.UTC), limit))
                .map(RowSet::rowCount);
    }
}
