package dev.xeocontext.identity.session;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class SessionRepository implements PanacheRepositoryBase<Session, UUID> {

    private static final String REVOKED = """
            from Session where revokedAt >= :moment
            order by revokedAt fetch first :limit rows with ties""";

    private static final String OPEN = "userId = ?1 and revokedAt is null and expiresAt > ?2";

    private static final String COUNT_OPEN =
            "select deviceId, count(*) from Session where " + OPEN + " group by deviceId";

    /** The session that a token was given to, locked; null in the answer when nobody knows the token. */
    Uni<@Nullable Session> lockByToken(String hash) {
        return find("from Session s where s.id = (select t.sessionId from RefreshToken t where t.hash = ?1)", hash)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    Uni<@Nullable Session> lock(UUID userId, UUID id) {
        return find("userId = ?1 and id = ?2", userId, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /** Those of a device that are open, locked. */
    Uni<List<Session>> lockOpen(DeviceKey device, Instant now) {
        return find(OPEN + " and deviceId = ?3 order by id", device.userId(), now, device.id())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** How many sessions of somebody are open, by device; a device without any is left out. */
    Uni<Map<UUID, Long>> countOpen(UUID userId, Instant now) {
        return getSession()
                .chain(session -> session.createQuery(COUNT_OPEN, Object[].class)
                        .setParameter(1, userId)
                        .setParameter(2, now)
                        .getResultList())
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> (UUID) row[0], row -> (Long) row[1])));
    }

    /**
     * The sessions that were revoked at that moment or later, oldest revocation first: at most so many, and those of the
     * last one's moment.
     */
    Uni<List<Session>> revokedSince(Instant moment, int limit) {
        return getSession()
                .chain(session -> session.createQuery(REVOKED, Session.class)
                        .setParameter("moment", moment)
                        .setParameter("limit", limit)
                        .getResultList());
    }

    /** Their tokens go with them. */
    Uni<Long> deleteEndedBefore(Instant time) {
        return delete("expiresAt < ?1 or revokedAt < ?1", time);
    }
}
