package dev.xeocontext.identity.session;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
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

    /** The first time counts. */
    void revoke(Instant now) {
        if (revokedAt == null) {
            revokedAt = now;
        }
    }
}
