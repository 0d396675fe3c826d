package dev.xeocontext.sync.revoke;

import dev.xeocontext.contracts.event.RevokedSessions;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Asks what was revoked since the last time, from as long before the start on as a token may be accepted: with the broker away, a
 * revoked session ends some seconds later, and a replica that starts knows what the others know.
 */
@Singleton
class RevocationPoll {

    private static final Logger LOG = Logger.getLogger(RevocationPoll.class);
    private static final double MILLIS = 1_000;

    private final IdentityClient identity;
    private final Revocations revocations;
    private final AtomicLong since;
    private final AtomicLong answeredAt;
    private final InstantSource time;

    RevocationPoll(
            IdentityClient identity,
            Revocations revocations,
            RevokedSessionIds ids,
            InstantSource time,
            MeterRegistry meters) {
        this.identity = identity;
        this.revocations = revocations;
        this.time = time;
        this.since = new AtomicLong(time.instant().minus(ids.keptFor()).toEpochMilli());
        this.answeredAt = new AtomicLong(time.millis());
        meters.gauge("xeo.sync.revocations.poll.age.seconds", answeredAt, at -> (time.millis() - at.get()) / MILLIS);
    }

    @Scheduled(every = "${xeo.sync.revoke.poll:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> poll() {
        return identity.revokedSince(since.get())
                .invoke(this::answered)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debugf("Revoked sessions are not known: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private void answered(RevokedSessions answer) {
        revocations.heard(answer.sessions());
        since.accumulateAndGet(answer.asOf(), Math::max);
        answeredAt.set(time.millis());
    }
}
