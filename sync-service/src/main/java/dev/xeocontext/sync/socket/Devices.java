package dev.xeocontext.sync.socket;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One socket for each device: the younger closes the older, here and on other replicas. The ids of connections grow with
 * time, so when two replicas meet, both know which one stays. Safe for use by several threads.
 */
@Singleton
public class Devices {

    private final Map<UUID, Connection> byDevice = new ConcurrentHashMap<>();
    private final DeviceAnnouncer others;

    Devices(DeviceAnnouncer others) {
        this.others = others;
    }

    void arrived(Connection connection, Session session) {
        Connection older = byDevice.put(session.caller().deviceId(), connection);
        if (older != null) {
            older.soon(Connection::replaced);
        }
        others.arrived(session.caller().deviceId(), session.id());
    }

    void left(Connection connection, Session session) {
        byDevice.remove(session.caller().deviceId(), connection);
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
