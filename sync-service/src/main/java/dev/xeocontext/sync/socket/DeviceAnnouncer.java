package dev.xeocontext.sync.socket;

import java.util.UUID;

/** Tells other replicas where devices are. Best effort. */
@FunctionalInterface
public interface DeviceAnnouncer {

    void arrived(UUID deviceId, UUID connectionId);
}
