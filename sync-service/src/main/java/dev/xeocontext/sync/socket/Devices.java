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
 * One socket for each device: the younger closes the older, here and on other replicas. Arrivals grow with time wherever
 * they are, so when two replicas meet, both know which one stays. A device whose session is revoked has none. Safe for use by
 * several threads.
 */
@Singleton
public class Devices implements RevocationListener {

    /** A connection and when it came. */
    private record Here(Connection connection, UUID arrival) {}

    private final Map<UUID, Here> byDevice = new ConcurrentHashMap<>();
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
        Connection loser = keepYounger(session.caller().deviceId(), new Here(connection, session.arrival()));
        if (loser != null) {
            loser.soon(Connection::replaced);
        }
        if (loser == connection) {
            return;
        }
        others.arrived(session.caller().deviceId(), session.arrival());
        bySession.put(session.caller().sessionId(), connection);
        if (isRevoked.test(session.caller().sessionId())) {
            connection.soon(Connection::revoked);
        }
    }

    private @Nullable Connection keepYounger(UUID deviceId, Here arriving) {
        AtomicReference<@Nullable Here> loser = new AtomicReference<>();
        byDevice.compute(deviceId, (device, here) -> {
            boolean stays = here != null && here.arrival().compareTo(arriving.arrival()) > 0;
            loser.set(stays ? arriving : here);
            return stays ? here : arriving;
        });
        Here lost = loser.get();
        return lost == null ? null : lost.connection();
    }

    void left(Connection connection, Session session) {
        byDevice.remove(session.caller().deviceId(), new Here(connection, session.arrival()));
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
    public void arrivedElsewhere(UUID deviceId, UUID arrival) {
        Here here = byDevice.get(deviceId);
        if (here == null) {
            return;
        }
        int order = arrival.compareTo(here.arrival());
        if (order > 0) {
            here.connection().soon(Connection::replaced);
        } else if (order < 0) {
            others.arrived(deviceId, here.arrival());
        }
    }
}
