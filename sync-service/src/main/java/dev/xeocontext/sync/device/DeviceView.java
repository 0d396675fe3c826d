package dev.xeocontext.sync.device;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A device, as shown to the others of its store. */
@RegisterForReflection
@Schema(name = "Device")
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeviceView(
        UUID id,

        @Schema(description = "What its user calls it, or else what it calls itself")
        String name,

        String platform,
        Instant createdAt,

        @Schema(description = "When it signed in, renewed its tokens or was connected; now, when it is online")
        Instant lastSeenAt,

        @Schema(description = "Whether it is connected, on whatever replica")
        boolean online,

        @Schema(description = "What it told last that it is at; absent when it told nothing within 45 s") @Nullable
        Map<String, @Nullable Object> state,

        @Schema(description = "Whether it is the one that asks")
        boolean current) {}
