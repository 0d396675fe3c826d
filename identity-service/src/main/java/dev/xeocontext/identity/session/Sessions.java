package dev.xeocontext.identity.session;

import dev.xeocontext.identity.account.Account;
import dev.xeocontext.kit.time.Ids;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Opens sessions. */
@ApplicationScoped
class Sessions {

    private final SessionRepository sessions;
    private final DeviceRepository devices;
    private final RefreshTokenRepository tokens;
    private final SessionConfig config;
    private final InstantSource time;
    private final RandomGenerator random;
    private final Ids ids;

    Sessions(
            SessionRepository sessions,
            DeviceRepository devices,
            RefreshTokenRepository tokens,
            SessionConfig config,
            InstantSource time,
            RandomGenerator random,
            Ids ids) {
        this.sessions = sessions;
        this.devices = devices;
        this.tokens = tokens;
        this.config = config;
        this.time = time;
        this.random = random;
        this.ids = ids;
    }

    @WithTransaction
    Uni<OpenSession> open(Account account, DeviceClaim claim) {
        Instant now = time.instant();
        return device(account.id(), claim, now).chain(device -> open(account, device, now));
    }

    private Uni<OpenSession> open(Account account, Device device, Instant now) {
        Session session = new Session(ids.next(), device.key(), now, now.plus(config.idleFor()));
        RefreshSecret secret = RefreshSecret.generate(random);
        return sessions.persist(session)
                .chain(() -> tokens.persist(new RefreshToken(secret.hash(), session.id(), now)))
                .replaceWith(new OpenSession(account, session, secret));
    }

    private Uni<Device> device(UUID userId, DeviceClaim claim, Instant now) {
        @Nullable UUID known = claim.id();
        return known == null
                ? newDevice(userId, claim, now)
                : devices.findById(new DeviceKey(userId, known))
                        .onItem()
                        .ifNotNull()
                        .invoke(device -> device.returned(claim, now))
                        .onItem()
                        .ifNull()
                        .switchTo(() -> newDevice(userId, claim, now));
    }

    private Uni<Device> newDevice(UUID userId, DeviceClaim claim, Instant now) {
        return devices.persist(new Device(new DeviceKey(userId, ids.next()), claim, now));
    }
}
