package dev.xeocontext.identity.session;

import dev.xeocontext.kit.access.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends the caller's session, and the one of a refresh token of theirs if they show one. Saying it twice is no fault. */
@ApplicationScoped
class SignOut {

    private final SessionRepository sessions;
    private final InstantSource time;

    SignOut(SessionRepository sessions, InstantSource time) {
        this.sessions = sessions;
        this.time = time;
    }

    @WithTransaction
    Uni<Void> signOut(Caller caller, Optional<RefreshSecret> shown) {
        Instant now = time.instant();
        Uni<Void> own = sessions.lock(caller.userId(), caller.sessionId())
                .invoke(session -> revoke(session, caller, now))
                .replaceWithVoid();
        return shown.map(secret -> own.chain(() -> sessions.lockByToken(secret.hash()))
                        .invoke(session -> revoke(session, caller, now))
                        .replaceWithVoid())
                .orElse(own);
    }

    private static void revoke(@Nullable Session session, Caller caller, Instant now) {
        if (session != null && session.userId().equals(caller.userId())) {
            session.revoke(now);
        }
    }
}
