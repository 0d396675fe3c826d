package dev.xeocontext.kit.transaction;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of two round trips, however many statements it has: it begins together with what is read first, and is
 * committed together with what is written then. A connection keeps the order of what it is sent; where a statement failed,
 * the commit behind it takes everything back.
 */
public final class TwoTrips {

    /**
     * What is written at the end.
     *
     * @param statements each of them one statement, which is sent as soon as it is subscribed to
     * @param outcome of the transaction, once all of them have succeeded
     */
    public record Writes<T>(List<Uni<Void>> statements, T outcome) {

        /** Sends all of them, in their order. */
        public Uni<T> send() {
            return statements.isEmpty()
                    ? Uni.createFrom().item(outcome)
                    : Uni.join().all(statements).andFailFast().replaceWith(outcome);
        }
    }

    private TwoTrips() {}

    /**
     * Runs and commits; fails, and leaves nothing behind, when anything in it fails.
     *
     * @param reads the first trip, or more where it has to be
     * @param writes decides what is written, from what was read; what it throws fails the transaction
     */
    public static <R, T> Uni<T> run(
            Pool pool, Function<SqlConnection, Uni<R>> reads, BiFunction<SqlConnection, R, Writes<T>> writes) {
        return pool.withConnection(connection -> begin(connection, reads)
                .chain(read -> commit(connection, writes.apply(connection, read)))
                .onTermination()
                .call((outcome, failure, cancelled) ->
                        failure != null || cancelled ? rollBack(connection) : nothing()));
    }

    private static <R> Uni<R> begin(SqlConnection connection, Function<SqlConnection, Uni<R>> reads) {
        return Uni.combine()
                .all()
                .unis(send(connection, "begin"), reads.apply(connection))
                .with((begun, read) -> read);
    }

    private static <T> Uni<T> commit(SqlConnection connection, Writes<T> writes) {
        return Uni.combine()
                .all()
                .unis(writes.send(), send(connection, "commit"))
                .with((outcome, committed) -> outcome);
    }

    /** Does nothing where the failed commit took everything back already, or the connection is gone. */
    private static Uni<?> rollBack(SqlConnection connection) {
        return send(connection, "rollback").onFailure().recoverWithNull();
    }

    private static Uni<@Nullable Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    private static Uni<?> send(SqlConnection connection, String command) {
        return connection.query(command).execute();
    }
}
