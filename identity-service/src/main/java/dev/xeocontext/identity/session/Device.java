package dev.xeocontext.identity.session;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

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

    /** It signs in again, perhaps under another name. */
    void returned(DeviceClaim claim, Instant now) {
        name = claim.name();
        platform = claim.platform();
        lastSeenAt = now;
    }

    void seen(Instant now) {
        lastSeenAt = now;
    }
}
