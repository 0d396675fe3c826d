package dev.xeocontext.sync.handoff;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.sync.push.RateLimit;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;

/** How much each device may do about activities, over whatever way. Safe for use by several threads. */
@Singleton
class Allowance {

    private final Cache<UUID, RateLimit> byDevice;
    private final HandoffConfig config;
    private final InstantSource time;

    Allowance(HandoffConfig config, InstantSource time) {
        this.config = config;
        this.time = time;
        this.byDevice =
                Caffeine.newBuilder().maximumSize(config.rememberedDevices()).build();
    }

    /** @throws ProblemException {@link ProblemCode#RATE_LIMITED} when it was too much */
    void take(UUID deviceId) {
        RateLimit limit = byDevice.get(deviceId, id -> new RateLimit(config.atOnce(), config.perSecond(), time));
        if (!limit.tryTake()) {
            throw new ProblemException(ProblemCode.RATE_LIMITED, "Too much about activities");
        }
    }
}
