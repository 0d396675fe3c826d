package dev.xeocontext.sync.device;

import dev.xeocontext.contracts.sync.ServerMessage.OnlineDevice;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.sync.client.LastConnections;
import dev.xeocontext.sync.presence.Presences;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Joins what is known of devices: their names, whether they are connected, and when they were last. */
@Singleton
class DeviceList {

    private final IdentityDevices identity;
    private final Presences presences;
    private final LastConnections connections;
    private final InstantSource time;

    DeviceList(IdentityDevices identity, Presences presences, LastConnections connections, InstantSource time) {
        this.identity = identity;
        this.presences = presences;
        this.connections = connections;
        this.time = time;
    }

    /** The caller's, in the order in which identity-service has them. */
    Uni<List<DeviceView>> of(Caller caller, String token) {
        return identity.list(token).chain(known -> join(caller, known));
    }

    /** Whoever is connected is told of the new name. */
    Uni<DeviceView> rename(Caller caller, String token, UUID deviceId, DeviceChange change) {
        return identity.rename(token, deviceId, change)
                .call(renamed -> presences.renamed(caller.storeId(), deviceId, renamed.name()))
                .chain(renamed -> join(caller, List.of(renamed)))
                .map(List::getFirst);
    }

    private Uni<List<DeviceView>> join(Caller caller, List<KnownDevice> known) {
        List<UUID> ids = known.stream().map(KnownDevice::id).toList();
        return Uni.combine()
                .all()
                .unis(presences.online(caller.storeId()), connections.of(caller.storeId(), ids))
                .with((online, seen) -> {
                    Map<UUID, OnlineDevice> byId =
                            online.stream().collect(Collectors.toMap(OnlineDevice::deviceId, Function.identity()));
                    return known.stream()
                            .map(device -> view(caller, device, byId.get(device.id()), seen.get(device.id())))
                            .toList();
                });
    }

    private DeviceView view(
            Caller caller, KnownDevice device, @Nullable OnlineDevice online, @Nullable Instant connected) {
        Instant seen = connected != null && connected.isAfter(device.lastSeenAt()) ? connected : device.lastSeenAt();
        return new DeviceView(
                device.id(),
                device.name(),
                device.platform(),
                device.createdAt(),
                online == null ? seen : time.instant(),
                online != null,
                online == null ? null : online.state(),
                device.id().equals(caller.deviceId()));
    }
}
