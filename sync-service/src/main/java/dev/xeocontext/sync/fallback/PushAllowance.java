package dev.xeocontext.sync.fallback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.sync.push.LimitsConfig;
import dev.xeocontext.sync.push.RateLimit;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** What each session may push: as much as a connection may. Safe for use by several threads. */
@Singleton
class PushAllowance {

    private final LimitsConfig limits;
    private final InstantSource time;
    private final Cache<UUID, Allowance> bySession;

    PushAllowance(LimitsConfig limits, FallbackConfig config, InstantSource time) {
        this.limits = limits;
        this.time = time;
        this.bySession =
                Caffeine.newBuilder().maximumSize(config.rememberedSessions()).build();
    }

    private record Allowance(RateLimit ops, AtomicInteger inFlight) {}

    /**
     * Does a push within the allowance of its session.
     *
     * @throws ProblemException {@link ProblemCode#RATE_LIMITED} when too many of the session are under way
     */
    <T> Uni<T> within(UUID sessionId, Function<RateLimit, Uni<T>> push) {
        Allowance allowance = bySession.get(sessionId, id -> fresh());
        if (allowance.inFlight().incrementAndGet() > limits.inFlightPushes()) {
            allowance.inFlight().decrementAndGet();
            throw new ProblemException(ProblemCode.RATE_LIMITED, "Too many pushes without an answer");
        }
        return push.apply(allowance.ops())
                .onTermination()
                .invoke(() -> allowance.inFlight().decrementAndGet());
    }

    private Allowance fresh() {
        return new Allowance(new RateLimit(limits.opsPerSecond(), limits.opsPerSecond(), time), new AtomicInteger());
    }
}
