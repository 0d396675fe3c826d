package dev.xeocontext.identity.session;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;

/** Forgets what ended long ago. All replicas do it: deleting twice is deleting once. */
@ApplicationScoped
class Cleaning {

    private final SessionRepository sessions;
    private final RefreshTokenRepository tokens;
    private final SessionConfig config;
    private final InstantSource time;

    Cleaning(SessionRepository sessions, RefreshTokenRepository tokens, SessionConfig config, InstantSource time) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.config = config;
        this.time = time;
    }

    @Scheduled(every = "1h", delayed = "10m")
    @WithTransaction
    Uni<Void> clean() {
        Instant before = time.instant().minus(config.rememberFor());
        return sessions.deleteEndedBefore(before)
                .chain(() -> tokens.deleteReplacedBefore(before))
                .replaceWithVoid();
    }
}
