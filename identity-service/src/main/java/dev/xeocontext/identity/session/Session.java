package dev.xeocontext.identity.session;

import dev.xeocontext.contracts.event.SessionRevoked;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody's stay on a device, from signing in until signing out. */
@Entity
@Table(name = "sessions")
class Session {

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID userId;

    @Column(nullable = false, updatable = false)
    private UUID deviceId;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    @Column(nullable = false)
    private Instant expiresAt;

    @Column
    private @Nullable Instant revokedAt;

    /** For Hibernate. */
    protected Session() {}

    Session(UUID id, DeviceKey device, Instant createdAt, Instant expiresAt) {
        this.id = id;
        this.userId = device.userId();
        this.deviceId = device.id();
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    UUID id() {
        return id;
    }

    UUID userId() {
        return userId;
    }

    UUID deviceId() {
        return deviceId;
    }

    DeviceKey device() {
        return new DeviceKey(userId, deviceId);
    }

    boolean isOpen(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt);
    }

    void extend(Instant until) {
        expiresAt = until;
    }

    /** What has happened, to the millisecond; {@code null} when it had happened before: the first time counts. */
    @Nullable
    SessionRevoked revoke(Instant now) {
        if (revokedAt != null) {
            return null;
        }
        Instant moment = now.truncatedTo(ChronoUnit.MILLIS);
        revokedAt = moment;
        return revoked(moment);
    }

    private SessionRevoked revoked(Instant moment) {
        return new SessionRevoked(userId, id, moment.toEpochMilli());
    }

    /** When and that it was revoked; only of a session that was. */
    SessionRevoked revocation() {
        return revoked(Objects.requireNonNull(revokedAt));
    }
}
