package dev.xeocontext.sync.revoke;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.access.AccessConfig;
import dev.xeocontext.kit.access.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that ended before their tokens did, until those are refused for their age. Safe for use by several threads.
 */
@Singleton
public class RevokedSessionIds {

    /** Until when each counts. */
    private final Map<UUID, Instant> ids = new ConcurrentHashMap<>();

    /** In the order in which they were heard of, which is the one in which they lapse. */
    private final Deque<UUID> order = new ArrayDeque<>();

    private final Duration keptFor;
    private final int most;
    private final InstantSource time;

    /** The clocks of whoever signs tokens and of this service may differ by the tolerance, which tokens get on top of it. */
    @Inject
    RevokedSessionIds(RevokeConfig config, AccessConfig access, InstantSource time, MeterRegistry meters) {
        this(config.tokenLifetime().plus(access.clockTolerance().multipliedBy(2)), config.remembered(), time);
        meters.gauge("xeo.sync.sessions.revoked", ids, Map::size);
    }

    /**
     * None yet.
     *
     * @param keptFor each, from the moment that it was heard of, which is no earlier than it ended
     * @param most beyond this, the oldest are forgotten
     */
    public RevokedSessionIds(Duration keptFor, int most, InstantSource time) {
        this.keptFor = keptFor;
        this.most = most;
        this.time = time;
    }

    /** How long after its end a session may still have tokens that are accepted. */
    Duration keptFor() {
        return keptFor;
    }

    /** Says no by returning false when it was known before. */
    public synchronized boolean add(UUID sessionId) {
        Instant now = time.instant();
        while (!order.isEmpty() && isOver(order.element(), now)) {
            ids.remove(order.remove());
        }
        if (ids.putIfAbsent(sessionId, now.plus(keptFor)) != null) {
            return false;
        }
        order.add(sessionId);
        if (order.size() > most) {
            ids.remove(order.remove());
        }
        return true;
    }

    private boolean isOver(UUID sessionId, Instant now) {
        Instant until = ids.get(sessionId);
        return until == null || !now.isBefore(until);
    }

    public boolean contains(UUID sessionId) {
        return !isOver(sessionId, time.instant());
    }

    /**
     * The same caller, if the session still counts.
     *
     * @throws ProblemException {@link ProblemCode#SESSION_REVOKED} otherwise
     */
    public Caller admit(Caller caller) {
        if (contains(caller.sessionId())) {
            throw new ProblemException(ProblemCode.SESSION_REVOKED, null);
        }
        return caller;
    }
}
