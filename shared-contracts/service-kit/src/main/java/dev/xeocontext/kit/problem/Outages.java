package dev.xeocontext.kit.problem;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away from a mistake in a statement. */
public final class Outages {

    /** What the pool says when no connection came free in time; it has no type of its own. */
    private static final Set<String> POOL_MESSAGES = Set.of(
            "Timeout",
            "Connection pool reached max wait queue size of",
            "Pool closed",
            "Connection is not active now",
            "Pending requests failed to be sent");

    private static final int MAX_DEPTH = 16;

    private Outages() {}

    /** Whether the failure, or what caused it, is an outage that passes. */
    public static boolean isOutage(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (isOutageItself(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isOutageItself(Throwable failure) {
        return switch (failure) {
            case PgException database -> isOutageState(database.getSqlState());
            case ClosedConnectionException closed -> true;
            case IOException network -> true;
            case TimeoutException late -> true;
            default -> isPoolFailure(failure);
        };
    }

    /** Class 08 is the connection, 53 resources, 57P0 an operator's intervention (shutdown, crash, starting up). */
    private static boolean isOutageState(@Nullable String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("08") || sqlState.startsWith("53") || sqlState.startsWith("57P0"));
    }

    private static boolean isPoolFailure(Throwable failure) {
        @Nullable String message = failure.getMessage();
        boolean fromVertx = failure.getClass().getName().startsWith("io.vertx.");
        return fromVertx && message != null && POOL_MESSAGES.stream().anyMatch(message::startsWith);
    }
}
