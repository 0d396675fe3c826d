package dev.xeocontext.sync.log;

import dev.xeocontext.kit.time.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Makes the rows of stores. A store comes into being when it is first written to or asked for. */
@Singleton
public class Stores {

    private static final String CREATE = """
        insert into stores (store_id, epoch)
        select store_id, epoch from unnest($1::uuid[], $2::uuid[]) as new (store_id, epoch) order by store_id
        on conflict do nothing returning store_id\
        """;

    private final Pool pool;
    private final Ids epochs;

    Stores(Pool pool, Ids epochs) {
        this.pool = pool;
        this.epochs = epochs;
    }

    /** Creates those that are missing, and tells which those were. */
    public Uni<List<UUID>> create(List<UUID> storeIds) {
        UUID[] ids = storeIds.toArray(UUID[]::new);
        UUID[] newEpochs = storeIds.stream().map(id -> epochs.next()).toArray(UUID[]::new);
        return pool.preparedQuery(CREATE).execute(Tuple.of(ids, newEpochs)).map(rows -> {
            List<UUID> created = new ArrayList<>(rows.size());
            rows.forEach(row -> created.add(row.getUUID("store_id")));
            return created;
        });
    }
}
