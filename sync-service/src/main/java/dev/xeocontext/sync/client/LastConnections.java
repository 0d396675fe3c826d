package dev.xeocontext.sync.client;

import dev.xeocontext.sync.sql.TimelySql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** When devices were connected last. */
@Singleton
public class LastConnections {

    private static final String LAST = """
            select device.id, last.seen_at
            from unnest($2::uuid[]) as device (id) cross join lateral (
                select coalesce(closed_at, connected_at) as seen_at from client_sessions
                where store_id = $1 and device_id = device.id
                order by connected_at desc limit 1) as last""";

    private final TimelySql sql;

    LastConnections(TimelySql sql) {
        this.sql = sql;
    }

    /**
     * Those of a store that were connected within the time for which it is remembered: when that ended, or began if it has not.
     */
    public Uni<Map<UUID, Instant>> of(UUID storeId, Collection<UUID> devices) {
        return sql.execute(LAST, Tuple.of(storeId, devices.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Instant> seen = new HashMap<>();
                    rows.forEach(row -> seen.put(
                            row.getUUID("id"), row.getOffsetDateTime("seen_at").toInstant()));
                    return seen;
                });
    }
}
