package dev.xeocontext.sync.revoke;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.access.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The sessions that ended before their tokens did, until those have expired too. Safe for use by several threads.
 */
@Singleton
public class RevokedSessionIds {

    private final Cache<UUID, Boolean> ids;

    @Inject
    RevokedSessionIds(RevokeConfig config, InstantSource time, MeterRegistry meters) {
        this(config.tokenLifetime(), config.remembered(), time);
        meters.gauge("xeo.sync.sessions.revoked", ids, Cache::estimatedSize);
    }

    /**
     * None yet.
     *
     * @param keptFor each, from the moment that it was heard of, which is no earlier than it ended
     * @param most beyond this, the oldest are forgotten
     */
    public RevokedSessionIds(Duration keptFor, int most, InstantSource time) {
        this.ids = Caffeine.newBuilder()
                .expireAfterWrite(keptFor)
                .maximumSize(most)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(time.millis()))
                .build();
    }

    /** Says no by returning false when it was known before. */
    public boolean add(UUID sessionId) {
        return ids.asMap().putIfAbsent(sessionId, true) == null;
    }

    public boolean contains(UUID sessionId) {
        return ids.getIfPresent(sessionId) != null;
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
