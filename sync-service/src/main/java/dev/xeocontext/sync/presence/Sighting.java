package dev.xeocontext.sync.presence;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a device of a store, as {@code presence.lua} keeps it. Times are of Redis, Unix time in milliseconds.
 *
 * @param arrival of its youngest socket
 * @param until when this holds
 * @param left whether it said goodbye; kept for a while, so that nothing that is late brings it back
 * @param state JSON, as it was told
 * @param stateUntil when that holds; stays when it is over
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record Sighting(
        UUID arrival,
        @Nullable String name,
        @Nullable String platform,
        long until,
        boolean left,
        @Nullable String state,
        long stateUntil) {

    boolean isOnline(long now) {
        return !left && until > now;
    }

    boolean hasState(long now) {
        return state != null && stateUntil > now;
    }

    /** Whether it told what it was at, and not again for too long. */
    boolean hasStateBehind(long now) {
        return state != null && stateUntil <= now;
    }
}
