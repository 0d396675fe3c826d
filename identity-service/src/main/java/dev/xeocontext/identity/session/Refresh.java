package dev.xeocontext.identity.session;

import dev.xeocontext.identity.account.Accounts;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps a session open: a refresh token for the next one. */
@ApplicationScoped
class Refresh {

    private static final Logger LOG = Logger.getLogger(Refresh.class);

    private final SessionRepository sessions;
    private final RefreshTokenRepository tokens;
    private final DeviceRepository devices;
    private final Accounts accounts;
    private final SessionConfig config;
    private final InstantSource time;
    private final RandomGenerator random;

    Refresh(
            SessionRepository sessions,
            RefreshTokenRepository tokens,
            DeviceRepository devices,
            Accounts accounts,
            SessionConfig config,
            InstantSource time,
            RandomGenerator random) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.devices = devices;
        this.accounts = accounts;
        this.config = config;
        this.time = time;
        this.random = random;
    }

    /**
     * The session with the token that is its current one now. Empty when the token is not good: a value and not a
     * failure, because a failure would roll back the revocation that the reuse of a token calls for.
     */
    @WithTransaction
    Uni<Optional<OpenSession>> refresh(RefreshSecret presented) {
        Instant now = time.instant();
        return sessions.lockByToken(presented.hash())
                .chain(session -> session == null || !session.isOpen(now)
                        ? Uni.createFrom().item(Optional.empty())
                        : refresh(session, presented, now));
    }

    private Uni<Optional<OpenSession>> refresh(Session session, RefreshSecret presented, Instant now) {
        return tokens.presentedAndCurrent(presented.hash(), session.id())
                .chain(known -> switch (rotation(known, presented, now)) {
                    case Rotation.Rotate(RefreshToken current) -> rotate(session, current, presented, now);
                    case Rotation.Repeat(RefreshToken replaced) -> answer(session, replaced.successor(presented));
                    case Rotation.Reuse() -> revoke(session, now);
                });
    }

    /** The token may have been cleaned away since it led to the session: then it is a very old one. */
    private Rotation rotation(List<RefreshToken> known, RefreshSecret presented, Instant now) {
        String hash = presented.hash();
        @Nullable RefreshToken shown = null;
        @Nullable RefreshToken current = null;
        for (RefreshToken token : known) {
            shown = token.hash().equals(hash) ? token : shown;
            current = token.replacedAt() == null ? token : current;
        }
        return shown == null ? new Rotation.Reuse() : Rotation.of(shown, current, now, config.grace());
    }

    private Uni<Optional<OpenSession>> rotate(
            Session session, RefreshToken current, RefreshSecret presented, Instant now) {
        RefreshSecret successor = RefreshSecret.generate(random);
        current.replace(successor.hash(), presented.seal(successor, random), now);
        session.extend(now.plus(config.idleFor()));
        return tokens.persistAfterUpdates(new RefreshToken(successor.hash(), session.id(), now))
                .chain(() -> devices.findById(session.device()))
                .invoke(device -> device.seen(now))
                .chain(() -> answer(session, successor));
    }

    private Uni<Optional<OpenSession>> answer(Session session, RefreshSecret token) {
        return accounts.withId(session.userId()).map(account -> Optional.of(new OpenSession(account, session, token)));
    }

    private Uni<Optional<OpenSession>> revoke(Session session, Instant now) {
        LOG.warnf("A refresh token of session %s was used again: the session is revoked", session.id());
        session.revoke(now);
        return Uni.createFrom().item(Optional.empty());
    }
}
