package dev.xeocontext.identity.session;

import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.kit.access.Caller;
import dev.xeocontext.kit.outbox.OutboxMessage;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** The devices that somebody signed in on: what they are called, and the end of their sessions. */
@ApplicationScoped
class Devices {

    /** Beyond so many, those that were not seen for longest are not listed. */
    private static final int MOST = 200;

    private final DeviceRepository devices;
    private final SessionRepository sessions;
    private final Revocations revocations;
    private final InstantSource time;

    Devices(DeviceRepository devices, SessionRepository sessions, Revocations revocations, InstantSource time) {
        this.devices = devices;
        this.sessions = sessions;
        this.revocations = revocations;
        this.time = time;
    }

    /** The caller's, those that were seen last first. */
    @WithSession
    Uni<List<DeviceView>> of(Caller caller) {
        return devices.of(caller.userId(), MOST)
                .chain(found -> sessions.countOpen(caller.userId(), time.instant())
                        .map(open -> found.stream()
                                .map(device ->
                                        DeviceView.of(device, open.getOrDefault(device.id(), 0L), caller.deviceId()))
                                .toList()));
    }

    /** Fails with {@link ProblemCode#NOT_FOUND} when the caller has no such device. */
    @WithTransaction
    Uni<DeviceView> rename(Caller caller, UUID deviceId, String name) {
        return find(caller, deviceId)
                .invoke(device -> device.rename(name))
                .chain(device -> sessions.countOpen(caller.userId(), time.instant())
                        .map(open -> DeviceView.of(device, open.getOrDefault(device.id(), 0L), caller.deviceId())));
    }

    /** Ends the sessions of a device. Fails with {@link ProblemCode#NOT_FOUND} when the caller has no such device. */
    Uni<Void> remove(Caller caller, UUID deviceId) {
        return Panache.withTransaction(() -> find(caller, deviceId).chain(this::revoke))
                .invoke(revocations::tell)
                .replaceWithVoid();
    }

    /** Sessions are locked before their device, as when one is refreshed. */
    private Uni<List<OutboxMessage>> revoke(Device device) {
        Instant now = time.instant();
        return sessions.lockOpen(device.key(), now)
                .invoke(() -> device.remove(now))
                .chain(open -> revoke(open, now));
    }

    private Uni<List<OutboxMessage>> revoke(List<Session> open, Instant now) {
        return Multi.createFrom()
                .iterable(open)
                .onItem()
                .transformToUniAndConcatenate(session -> revocations.revoke(session, now))
                .onItem()
                .<OutboxMessage>disjoint()
                .collect()
                .asList();
    }

    private Uni<Device> find(Caller caller, UUID deviceId) {
        return devices.listed(new DeviceKey(caller.userId(), deviceId))
                .onItem()
                .ifNull()
                .failWith(() -> new ProblemException(ProblemCode.NOT_FOUND, null));
    }
}
