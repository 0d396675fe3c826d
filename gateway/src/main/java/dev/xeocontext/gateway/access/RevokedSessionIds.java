package dev.xeocontext.gateway.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sessions that ended before their tokens did, until those are refused for their age. Safe for use by several threads. */
final class RevokedSessionIds {

    /** Until when each counts, in the order in which they were heard of. */
    private final LinkedHashMap<UUID, Instant> ids = new LinkedHashMap<>();

    private final Duration keptFor;
    private final int most;
    private final InstantSource time;

    /**
     * None yet.
     *
     * @param keptFor each, from the moment that it was heard of, which is no earlier than it ended
     * @param most beyond this, the oldest are forgotten
     */
    RevokedSessionIds(Duration keptFor, int most, InstantSource time) {
        this.keptFor = keptFor;
        this.most = most;
        this.time = time;
    }

    /** How long after its end a session may still have tokens that are accepted. */
    Duration keptFor() {
        return keptFor;
    }

    /** What is known stays as it is, however often it is heard of; what lapsed goes. */
    synchronized void addAll(Collection<UUID> sessionIds) {
        Instant now = time.instant();
        ids.values().removeIf(until -> !now.isBefore(until));
        Instant lapse = now.plus(keptFor);
        for (UUID id : sessionIds) {
            ids.putIfAbsent(id, lapse);
            if (ids.size() > most) {
                ids.pollFirstEntry();
            }
        }
    }

    synchronized boolean contains(UUID sessionId) {
        @Nullable Instant until = ids.get(sessionId);
        return until != null && time.instant().isBefore(until);
    }

    synchronized int size() {
        return ids.size();
    }
}
