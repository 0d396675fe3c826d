package dev.xeocontext.identity.session;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that somebody signed in on. */
@Entity
@Table(name = "devices")
class Device {

    @EmbeddedId
    @Column
    private DeviceKey key;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private String platform;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    @Column(nullable = false)
    private Instant lastSeenAt;

    @Column
    private @Nullable String givenName;

    @Column
    private @Nullable Instant removedAt;

    /** For Hibernate. */
    protected Device() {}

    Device(DeviceKey key, DeviceClaim claim, Instant now) {
        this.key = key;
        this.name = claim.name();
        this.platform = claim.platform();
        this.createdAt = now;
        this.lastSeenAt = now;
    }

    DeviceKey key() {
        return key;
    }

    UUID id() {
        return key.id();
    }

    /** What its user calls it, or else what it calls itself. */
    String name() {
        return givenName == null ? name : givenName;
    }

    String platform() {
        return platform;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant lastSeenAt() {
        return lastSeenAt;
    }

    /** It signs in again, perhaps under another name. */
    void returned(DeviceClaim claim, Instant now) {
        name = claim.name();
        platform = claim.platform();
        lastSeenAt = now;
        removedAt = null;
    }

    /** Its user calls it that from now on, whatever it calls itself. */
    void rename(String given) {
        givenName = given;
    }

    /** It is not among its user's devices until somebody signs in on it again. */
    void remove(Instant now) {
        removedAt = now;
    }

    void seen(Instant now) {
        lastSeenAt = now;
    }
}
