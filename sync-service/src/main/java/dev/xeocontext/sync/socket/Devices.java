package dev.xeocontext.sync.socket;

import dev.xeocontext.sync.revoke.RevocationListener;
import dev.xeocontext.sync.revoke.RevokedSessionIds;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One socket for each device: the younger closes the older, here and on other replicas. The ids of connections grow with
 * time, so when two replicas meet, both know which one stays. A device whose session is revoked has none. Safe for use by
 * several threads.
 */
@Singleton
public class Devices implements RevocationListener {

    private final Map<UUID, Connection> byDevice = new ConcurrentHashMap<>();
    private final Map<UUID, Connection> bySession = new ConcurrentHashMap<>();
    private final DeviceAnnouncer others;
    private final Predicate<UUID> isRevoked;

    @Inject
    Devices(DeviceAnnouncer others, RevokedSessionIds revoked) {
        this(others, revoked::contains);
    }

    Devices(DeviceAnnouncer others, Predicate<UUID> isRevoked) {
        this.others = others;
        this.isRevoked = isRevoked;
    }

    /** The younger connection stays, whichever of them was welcomed first: a hello may take its time. */
    void arrived(Connection connection, Session session) {
        Connection loser = keepYounger(session.caller().deviceId(), connection);
        if (loser != null) {
            loser.soon(Connection::replaced);
        }
        if (loser == connection) {
            return;
        }
        others.arrived(session.caller().deviceId(), session.id());
        bySession.put(session.caller().sessionId(), connection);
        if (isRevoked.test(session.caller().sessionId())) {
            connection.soon(Connection::revoked);
        }
    }

    private @Nullable Connection keepYounger(UUID deviceId, Connection arriving) {
        AtomicReference<@Nullable Connection> loser = new AtomicReference<>();
        byDevice.compute(deviceId, (device, here) -> {
            boolean stays = here != null && here.id().compareTo(arriving.id()) > 0;
            loser.set(stays ? arriving : here);
            return stays ? here : arriving;
        });
        return loser.get();
    }

    void left(Connection connection, Session session) {
        byDevice.remove(session.caller().deviceId(), connection);
        bySession.remove(session.caller().sessionId(), connection);
    }

    @Override
    public void revoked(Set<UUID> sessionIds) {
        for (UUID sessionId : sessionIds) {
            Connection connection = bySession.get(sessionId);
            if (connection != null) {
                connection.soon(Connection::revoked);
            }
        }
    }

    /** The device has come to another replica. */
    public void arrivedElsewhere(UUID deviceId, UUID connectionId) {
        Connection here = byDevice.get(deviceId);
        if (here == null) {
            return;
        }
        int order = connectionId.compareTo(here.id());
        if (order > 0) {
            here.soon(Connection::replaced);
        } else if (order < 0) {
            others.arrived(deviceId, here.id());
        }
    }
}
