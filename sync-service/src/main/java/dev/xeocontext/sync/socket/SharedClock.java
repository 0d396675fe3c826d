package dev.xeocontext.sync.socket;

import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Says when a device came, by the clock of Redis: replicas, whose own clocks differ, agree by it on which socket of a device
 * is the younger. A counter would say the same until Redis forgets it and every newcomer were the older. While Redis is away
 * replicas don't hear of each other's devices, and one's own clock will do.
 */
@Singleton
class SharedClock {

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int SECONDS = 0;
    private static final int MICROS = 1;
    private static final long MILLION = 1_000_000;
    private static final long THOUSAND = 1_000;
    private static final int VERSION_7_MILLIS = 16;

    private final Redis redis;
    private final Deadline deadline;
    private final InstantSource time;

    SharedClock(Redis redis, Deadlines deadlines, InstantSource time) {
        this.redis = redis;
        this.deadline = deadlines.of("shared-clock", PATIENCE);
        this.time = time;
    }

    /** An id that is greater than those of connections that came before, here or elsewhere; never fails. */
    Uni<UUID> arrival(UUID connectionId) {
        return deadline.on(Uni.createFrom()
                        .completionStage(
                                () -> redis.send(Request.cmd(Command.TIME)).toCompletionStage()))
                .map(SharedClock::micros)
                .onFailure()
                .recoverWithItem(() -> ChronoUnit.MICROS.between(Instant.EPOCH, time.instant()))
                .map(micros -> at(micros, connectionId));
    }

    private static long micros(Response now) {
        return now.get(SECONDS).toLong() * MILLION + now.get(MICROS).toLong();
    }

    /** As the ids of connections begin with their milliseconds. */
    static UUID at(long micros, UUID connectionId) {
        long most = ((micros / THOUSAND) << VERSION_7_MILLIS) | (micros % THOUSAND);
        return new UUID(most, connectionId.getLeastSignificantBits());
    }
}
