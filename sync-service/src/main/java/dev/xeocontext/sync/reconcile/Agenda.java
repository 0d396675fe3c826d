package dev.xeocontext.sync.reconcile;

import dev.xeocontext.sync.sql.TimelySql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * When which store is to be compared. It stands in the rows of the stores, so that whichever replica has time does it, and
 * what one that dies has begun falls due again once its lease is over.
 */
@Singleton
public class Agenda {

    private static final String CLAIM = """
        update stores set reconcile_at = now() + make_interval(secs => $2)
        where store_id in (select store_id from stores where reconcile_at <= now()
                           order by reconcile_at limit $1 for update skip locked)
        returning store_id, diverged, reconcile_at\
        """;

    /** Unless somebody asked for it again since. */
    private static final String POSTPONE = """
        update stores set reconcile_at = now() + make_interval(secs => $3)
        where store_id = $1 and reconcile_at = $2\
        """;

    private static final String DUE = """
        update stores set reconcile_at = now()
        where store_id in (select store_id from stores where store_id = any($1) order by store_id for update)\
        """;

    private static final String DOUBTED = """
        update stores set diverged = true, doubted_at = now(), reconcile_at = now()
        where store_id = $1 and (doubted_at is null or doubted_at < now() - make_interval(secs => $2))\
        """;

    /**
     * A store that this replica is to compare.
     *
     * @param diverged whether devices know another log of its epoch
     * @param until then another replica takes it over
     */
    record Claimed(UUID storeId, boolean diverged, OffsetDateTime until) {}

    private final TimelySql sql;
    private final ReconcileConfig config;

    Agenda(TimelySql sql, ReconcileConfig config) {
        this.sql = sql;
        this.config = config;
    }

    /**
     * Something of these stores may be missing in the log.
     *
     * @return whether the log knows all of them
     */
    public Uni<Boolean> due(Collection<UUID> storeIds) {
        UUID[] ids = storeIds.stream().distinct().toArray(UUID[]::new);
        return sql.execute(DUE, Tuple.of(ids)).map(rows -> rows.rowCount() == ids.length);
    }

    /**
     * Devices know another log of the store. They are believed so often and no oftener: to look into it costs something.
     *
     * @return whether they are
     */
    Uni<Boolean> doubted(UUID storeId) {
        return sql.execute(DOUBTED, Tuple.of(storeId, seconds(config.doubtPause())))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Takes some of the stores that are due. */
    Uni<List<Claimed>> claim() {
        return sql.execute(CLAIM, Tuple.of(config.stores(), seconds(config.lease())))
                .map(rows -> {
                    List<Claimed> claimed = new ArrayList<>(rows.size());
                    rows.forEach(row -> claimed.add(new Claimed(
                            row.getUUID("store_id"),
                            row.getBoolean("diverged"),
                            row.getOffsetDateTime("reconcile_at"))));
                    return claimed;
                });
    }

    /** Is done with a store for the time being. */
    Uni<Void> postpone(Claimed claimed, Duration pause) {
        return sql.execute(POSTPONE, Tuple.of(claimed.storeId(), claimed.until(), seconds(pause)))
                .replaceWithVoid();
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
