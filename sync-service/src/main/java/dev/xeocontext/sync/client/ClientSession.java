package dev.xeocontext.sync.client;

import dev.xeocontext.contracts.sync.ClientMessage.Device;
import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.sync.text.Label;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a device.
 *
 * @param id of the connection
 * @param sessionId what the device signed in with
 * @param closedAt {@code null} while it is open
 * @param closeCode {@code null} while it is open, and when the device hung up
 */
record ClientSession(
        UUID id,
        UUID storeId,
        UUID sessionId,
        UUID deviceId,
        @Nullable String name,
        @Nullable String platform,
        @Nullable String node,
        Instant connectedAt,
        @Nullable Instant closedAt,
        @Nullable Integer closeCode) {

    static ClientSession opened(UUID id, Caller caller, Device device, Instant at) {
        return new ClientSession(
                id,
                caller.storeId(),
                caller.sessionId(),
                caller.deviceId(),
                Label.of(device.name()),
                Label.of(device.platform()),
                Label.of(device.node()),
                at,
                null,
                null);
    }

    ClientSession closed(Instant at, @Nullable CloseCode code) {
        Integer number = code == null ? null : code.code();
        return new ClientSession(id, storeId, sessionId, deviceId, name, platform, node, connectedAt, at, number);
    }
}
