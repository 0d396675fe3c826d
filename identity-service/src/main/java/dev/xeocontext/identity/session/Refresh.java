package dev.xeocontext.identity.session;

import dev.xeocontext.identity.account.Accounts;
import dev.xeocontext.kit.outbox.OutboxMessage;
import io.quarkus.hibernate.reactive.panache.Panache;
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
    private final Revocations revocations;
    private final SessionConfig config;
    private final InstantSource time;
    private final RandomGenerator random;

    Refresh(
            SessionRepository sessions,
            RefreshTokenRepository tokens,
            DeviceRepository devices,
            Accounts accounts,
            Revocations revocations,
            SessionConfig config,
            InstantSource time,
            RandomGenerator random) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.devices = devices;
        this.accounts = accounts;
        this.revocations = revocations;
        this.config = config;
        this.time = time;
        this.random = random;
    }

    /**
     * What became of it.
     *
     * @param open the session with the token that is its current one now; empty when the token was not good: a value and
     *     not a failure, because a failure would roll back the revocation that the reuse of a token calls for
     * @param revoked what is to be told of that revocation
     */
    private record Outcome(Optional<OpenSession> open, List<OutboxMessage> revoked) {

        static final Outcome REFUSED = new Outcome(Optional.empty(), List.of());
    }

    /** The session with the token that is its current one now. Empty when the token is not good. */
    Uni<Optional<OpenSession>> refresh(RefreshSecret presented) {
        return Panache.withTransaction(() -> attempt(presented))
                .invoke(outcome -> revocations.tell(outcome.revoked()))
                .map(Outcome::open);
    }

    private Uni<Outcome> attempt(RefreshSecret presented) {
        Instant now = time.instant();
        return sessions.lockByToken(presented.hash())
                .chain(session -> session == null || !session.isOpen(now)
                        ? Uni.createFrom().item(Outcome.REFUSED)
                        : refresh(session, presented, now));
    }

    private Uni<Outcome> refresh(Session session, RefreshSecret presented, Instant now) {
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

    private Uni<Outcome> rotate(Session session, RefreshToken current, RefreshSecret presented, Instant now) {
        RefreshSecret successor = RefreshSecret.generate(random);
        current.replace(successor.hash(), presented.seal(successor, random), now);
        session.extend(now.plus(config.idleFor()));
        return tokens.persistAfterUpdates(new RefreshToken(successor.hash(), session.id(), now))
                .chain(() -> devices.findById(session.device()))
                .invoke(device -> device.seen(now))
                .chain(() -> answer(session, successor));
    }

    private Uni<Outcome> answer(Session session, RefreshSecret token) {
        return accounts.withId(session.userId())
                .map(account -> new Outcome(Optional.of(new OpenSession(account, session, token)), List.of()));
    }

    private Uni<Outcome> revoke(Session session, Instant now) {
        LOG.warnf("A refresh token of session %s was used again: the session is revoked", session.id());
        return revocations.revoke(session, now).map(told -> new Outcome(Optional.empty(), told));
    }
}
