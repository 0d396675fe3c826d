package dev.xeocontext.identity.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A device, as shown to its user. */
@Schema(name = "Device")
@JsonInclude(JsonInclude.Include.ALWAYS)
record DeviceView(
        UUID id,

        @Schema(description = "What its user calls it, or else what it calls itself")
        String name,

        String platform,
        Instant createdAt,

        @Schema(description = "When somebody signed in on it, or it renewed its tokens")
        Instant lastSeenAt,

        @Schema(description = "How many sessions are open on it")
        long sessions,

        @Schema(description = "Whether it is the one that asks")
        boolean current) {

    static DeviceView of(Device device, long sessions, UUID current) {
        return new DeviceView(
                device.id(),
                device.name(),
                device.platform(),
                device.createdAt(),
                device.lastSeenAt(),
                sessions,
                device.id().equals(current));
    }
}
