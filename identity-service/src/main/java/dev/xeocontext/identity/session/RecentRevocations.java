package dev.xeocontext.identity.session;

import dev.xeocontext.contracts.event.RevokedSessions;
import dev.xeocontext.contracts.event.SessionRevoked;
import dev.xeocontext.identity.token.AccessTokenIssuer;
import dev.xeocontext.kit.access.AccessConfig;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * What was revoked, as long as an access token may still be shown that was made before; nobody need be told of more.
 * Asked again and again with what it said to ask for next, it leaves nothing out, in pages of bounded size.
 */
@ApplicationScoped
class RecentRevocations {

    private static final int PAGE = 1_000;

    /** Longer than a revocation takes from reading the time to being committed. */
    private static final Duration UNSEEN = Duration.ofSeconds(10);

    private final SessionRepository sessions;
    private final Duration matterFor;
    private final InstantSource time;

    RecentRevocations(SessionRepository sessions, AccessTokenIssuer tokens, AccessConfig access, InstantSource time) {
        this.sessions = sessions;
        this.matterFor = tokens.liveFor().plus(access.clockTolerance());
        this.time = time;
    }

    /** @param since Unix time in milliseconds */
    @WithSession
    Uni<RevokedSessions> since(long since) {
        Instant now = time.instant();
        long oldest = now.minus(matterFor).toEpochMilli();
        Instant from = Instant.ofEpochMilli(Math.clamp(since, oldest, now.toEpochMilli()));
        return sessions.revokedSince(from, PAGE).map(page -> answer(page, now));
    }

    private static RevokedSessions answer(List<Session> page, Instant now) {
        List<SessionRevoked> revoked = page.stream().map(Session::revocation).toList();
        long settled = now.minus(UNSEEN).toEpochMilli();
        long told = revoked.size() < PAGE ? settled : revoked.getLast().revokedAt() + 1;
        return new RevokedSessions(revoked, Math.min(settled, told));
    }
}
