package dev.xeocontext.sync.log;

import io.vertx.pgclient.PgException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the database means by a failure. */
final class SqlStates {

    private static final Set<String> RACES = Set.of("40001", "40P01");

    private SqlStates() {}

    /** Whether the same transaction can succeed when it is tried again at once. */
    static boolean isRace(Throwable failure) {
        String state = state(failure);
        return state != null && RACES.contains(state);
    }

    /** Whether the log will never take these events: data exceptions, constraints, limits, and what cannot be merged. */
    static boolean isRefusal(Throwable failure) {
        if (failure instanceof UnmergeableEvents) {
            return true;
        }
        String state = state(failure);
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    private static @Nullable String state(Throwable failure) {
        return failure instanceof PgException database ? database.getSqlState() : null;
    }
}
