package dev.xeocontext.sync.socket;

import java.util.UUID;

/** Tells other replicas where devices are. Best effort. */
@FunctionalInterface
public interface DeviceAnnouncer {

    /**
     * A device has come.
     *
     * @param arrival when it came: greater than those of all that came before, on any replica
     */
    void arrived(UUID deviceId, UUID arrival);
}
