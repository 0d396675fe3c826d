package dev.xeocontext.sync.revoke;

import dev.xeocontext.contracts.event.SessionRevoked;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Takes what is heard of revoked sessions, however often, and passes on what is new. Safe for use by several threads. */
@Singleton
class Revocations {

    private final RevokedSessionIds ids;
    private final List<RevocationListener> listeners;
    private final InstantSource time;

    Revocations(RevokedSessionIds ids, @All List<RevocationListener> listeners, InstantSource time) {
        this.ids = ids;
        this.listeners = List.copyOf(listeners);
        this.time = time;
    }

    void heard(List<SessionRevoked> sessions) {
        long expired = time.instant().minus(ids.keptFor()).toEpochMilli();
        Set<UUID> fresh = sessions.stream()
                .filter(session -> session.revokedAt() >= expired)
                .map(SessionRevoked::sessionId)
                .filter(ids::add)
                .collect(Collectors.toSet());
        if (!fresh.isEmpty()) {
            listeners.forEach(listener -> listener.revoked(fresh));
        }
    }
}
