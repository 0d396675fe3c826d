package dev.xeocontext.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells what passes, a database that is away or held up by others, from a mistake in a statement. */
public final class Outages {

    /** What the pool says when no connection came free in time; it has no type of its own. */
    private static final Set<String> POOL_MESSAGES = Set.of(
            "Timeout",
            "Connection pool reached max wait queue size of",
            "Pool closed",
            "Connection is not active now",
            "Pending requests failed to be sent");

    /**
     * Class 08 is the connection, 53 resources, 57P0 an operator's intervention (shutdown, crash, starting up), 25006 a
     * server that only reads (not yet, or no longer, the primary), 25P03 and 55P03 a time limit of idle transactions and of
     * locks, 40001 and 40P01 a race that was lost as often as it was run.
     */
    private static final Set<String> OUTAGE_STATES =
            Set.of("08", "53", "57P0", "25006", "25P03", "55P03", "40001", "40P01");

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
            case JsonProcessingException unreadable -> false;
            case IOException network -> true;
            case TimeoutException late -> true;
            default -> isPoolFailure(failure);
        };
    }

    private static boolean isOutageState(@Nullable String sqlState) {
        return sqlState != null && OUTAGE_STATES.stream().anyMatch(sqlState::startsWith);
    }

    private static boolean isPoolFailure(Throwable failure) {
        @Nullable String message = failure.getMessage();
        boolean fromVertx = failure.getClass().getName().startsWith("io.vertx.");
        return fromVertx && message != null && POOL_MESSAGES.stream().anyMatch(message::startsWith);
    }
}
