package dev.xeocontext.sync.reconcile;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.sync.log.RecordJson;
import dev.xeocontext.sync.sql.TimelySql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The records as the log has them. Of those that it has purged it knows that they were deleted, and when. */
@Singleton
class LogRecords {

    private static final String STATES = """
        select asked.id, fields::text, clocks::text, deleted, records.deleted_clock,
               purged.deleted_clock as purged_clock
        from unnest($3::uuid[]) as asked (id)
        left join records on records.store_id = $1 and records.collection = $2 and records.id = asked.id
        left join purged on purged.store_id = $1 and purged.collection = $2 and purged.id = asked.id
        where records.id is not null or purged.id is not null\
        """;

    private final TimelySql sql;
    private final RecordJson json;

    LogRecords(TimelySql sql, RecordJson json) {
        this.sql = sql;
        this.json = json;
    }

    /** Those that it knows anything of. */
    Uni<Map<UUID, RecordState>> states(UUID storeId, String collection, List<UUID> ids) {
        return sql.execute(STATES, Tuple.of(storeId, collection, ids.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, RecordState> states = HashMap.newHashMap(rows.size());
                    rows.forEach(row -> states.put(row.getUUID("id"), state(row)));
                    return states;
                });
    }

    private RecordState state(Row row) {
        @Nullable String fields = row.getString("fields");
        if (fields == null) {
            return new RecordState(Map.of(), new Deletion(true, Hlc.parse(row.getString("purged_clock"))));
        }
        @Nullable Boolean deleted = row.getBoolean("deleted");
        @Nullable
        Deletion deletion = deleted == null ? null : new Deletion(deleted, Hlc.parse(row.getString("deleted_clock")));
        return json.state(fields, row.getString("clocks"), deletion);
    }
}
