package dev.xeocontext.sync.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Finds stores that something is to be done about, and locks them. */
@Singleton
class StoreRows {

    private static final String DUE = """
            select store_id from stores
            where store_id > $1
              and (head - compacted_to > $2
                   and (select at from log where log.store_id = stores.store_id and seq = compacted_to + 1) < $3
                   or exists (select from records
                              where records.store_id = stores.store_id and deleted
                                and deleted_clock collate "C" < lpad(to_hex($4::bigint), 12, '0')))
            order by store_id limit $5""";

    private static final String LOCK = """
            select epoch, head, compacted_to, purged_before from stores where store_id = $1
            for update skip locked""";

    StoreRows() {}

    /**
     * Stores with events or tombstones that are older than that, in the order of their ids. Costs two look-ups a store.
     *
     * @param keep how many events are kept in any case
     */
    Uni<List<UUID>> due(
            SqlClient client, UUID after, int keep, Instant eventsBefore, Instant tombstonesBefore, int limit) {
        return client.preparedQuery(DUE)
                .execute(Tuple.from(List.of(
                        after, keep, eventsBefore.atOffset(ZoneOffset.UTC), tombstonesBefore.toEpochMilli(), limit)))
                .map(rows -> list(rows, row -> row.getUUID("store_id")));
    }

    /**
     * Locks the store until the end of the transaction, and takes something out of it; nothing when somebody else has it, who
     * is not waited for.
     *
     * @param take answers how much it took
     */
    Uni<Integer> locked(SqlConnection transaction, UUID storeId, Function<StoreRow, Uni<Integer>> take) {
        return transaction
                .preparedQuery(LOCK)
                .execute(Tuple.of(storeId))
                .map(rows -> list(rows, row -> read(storeId, row)))
                .chain(found -> found.isEmpty() ? Uni.createFrom().item(0) : take.apply(found.getFirst()));
    }

    private static StoreRow read(UUID storeId, Row row) {
        return new StoreRow(
                storeId,
                row.getUUID("epoch"),
                row.getLong("head"),
                row.getLong("compacted_to"),
                row.getLong("purged_before"));
    }

    static <T> List<T> list(RowSet<Row> rows, Function<Row, T> reader) {
        List<T> list = new ArrayList<>(rows.size());
        rows.forEach(row -> list.add(reader.apply(row)));
        return list;
    }
}
