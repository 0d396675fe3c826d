package dev.xeocontext.identity.session;

import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.kit.outbox.OutboxMessage;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ends the caller's session, and the one of a refresh token of theirs if they show one. Saying it twice is no fault. */
@ApplicationScoped
class SignOut {

    private final SessionRepository sessions;
    private final Revocations revocations;
    private final InstantSource time;

    SignOut(SessionRepository sessions, Revocations revocations, InstantSource time) {
        this.sessions = sessions;
        this.revocations = revocations;
        this.time = time;
    }

    Uni<Void> signOut(Caller caller, Optional<RefreshSecret> shown) {
        return Panache.withTransaction(() -> revoke(caller, shown))
                .invoke(revocations::tell)
                .replaceWithVoid();
    }

    private Uni<List<OutboxMessage>> revoke(Caller caller, Optional<RefreshSecret> shown) {
        Instant now = time.instant();
        Uni<List<OutboxMessage>> own =
                sessions.lock(caller.userId(), caller.sessionId()).chain(session -> revoke(session, caller, now));
        return shown.map(secret -> own.chain(first -> sessions.lockByToken(secret.hash())
                        .chain(session -> revoke(session, caller, now))
                        .map(second ->
                                Stream.concat(first.stream(), second.stream()).toList())))
                .orElse(own);
    }

    private Uni<List<OutboxMessage>> revoke(@Nullable Session session, Caller caller, Instant now) {
        return session != null && session.userId().equals(caller.userId())
                ? revocations.revoke(session, now)
                : Uni.createFrom().item(List.of());
    }
}
