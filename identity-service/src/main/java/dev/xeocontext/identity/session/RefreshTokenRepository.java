package dev.xeocontext.identity.session;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class RefreshTokenRepository implements PanacheRepositoryBase<RefreshToken, String> {

    /** The token presented and the session's current one, which may be the same. */
    Uni<List<RefreshToken>> presentedAndCurrent(String presented, UUID sessionId) {
        return list("hash = ?1 or (sessionId = ?2 and replacedAt is null)", presented, sessionId);
    }

    /** Hibernate would insert before it updates, and a session has one current token at any time. */
    Uni<RefreshToken> persistAfterUpdates(RefreshToken token) {
        return flush().chain(() -> persist(token));
    }

    Uni<Long> deleteReplacedBefore(Instant time) {
        return delete("replacedAt < ?1", time);
    }
}
