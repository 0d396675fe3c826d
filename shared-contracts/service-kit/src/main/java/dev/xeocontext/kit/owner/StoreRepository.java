package dev.xeocontext.kit.owner;

import dev.xeocontext.kit.record.CollectionType;
import dev.xeocontext.kit.record.Collections;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** The stores that have records here. Leaps from one to the next in the primary keys, however many records each has. */
final class StoreRepository {

    private final Pool pool;
    private final String page;

    StoreRepository(Pool pool, Collections collections) {
        this.pool = pool;
        this.page = """
                with recursive stores (id) as (
                  select (%s)
                  union all
                  select (%s) from stores where stores.id is not null
                )
                select id from stores where id is not null limit $2""".formatted(next(collections, "$1"), next(collections, "stores.id"));
    }

    /** Looks for the first store after a place, in the tables of all collections. */
    private static String next(Collections collections, String place) {
        String nearest = collections.byName().values().stream()
                .map(CollectionType::table)
                .sorted()
                .map(table -> "(select store_id as id from %s where store_id > %s order by store_id limit 1)"
                        .formatted(table, place))
                .collect(Collectors.joining(" union all "));
        return "select id from (" + nearest + ") as nearest order by id limit 1";
    }

    /** Stores in the order of their ids. */
    Uni<List<UUID>> after(UUID place, int limit) {
        return pool.preparedQuery(page).execute(Tuple.of(place, limit)).map(rows -> {
            List<UUID> ids = new ArrayList<>(rows.size());
            for (Row row : rows) {
                ids.add(row.getUUID("id"));
            }
            return ids;
        });
    }
}
