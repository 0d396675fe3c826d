package dev.xeocontext.sync.sql;

import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Function;

/**
 * Statements that fail when nothing is heard of them for too long. Whoever does one thing at a time, and the next one
 * when that is over, asks the database through this: what is never answered would be the last thing done.
 *
 * <p>What was given up may still come true. Safe for use by several threads.
 */
@Singleton
public final class TimelySql {

    private final Pool pool;
    private final Deadline statement;
    private final Deadline batch;

    @Inject
    TimelySql(Pool pool, Deadlines deadlines, SqlConfig config) {
        this(pool, deadlines.of("statement", config.statementTimeout()), deadlines.of("batch", config.batchTimeout()));
    }

    public TimelySql(Pool pool, Deadline statement, Deadline batch) {
        this.pool = pool;
        this.statement = statement;
        this.batch = batch;
    }

    /** A statement about some rows. */
    public Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return statement.on(pool.preparedQuery(sql).execute(values));
    }

    /** A transaction that goes through a whole store. */
    public <T> Uni<T> transaction(Function<SqlConnection, Uni<T>> work) {
        return batch.on(pool.withTransaction(work));
    }

    /** Whatever else goes through a whole store, or through all of them. */
    public <T> Uni<T> batch(Uni<T> work) {
        return batch.on(work);
    }
}
