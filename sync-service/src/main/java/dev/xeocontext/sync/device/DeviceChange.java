package dev.xeocontext.sync.device;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What may be changed of a device; identity-service says what a name is. */
@RegisterForReflection
@Schema(name = "DeviceChange")
@JsonInclude(JsonInclude.Include.ALWAYS)
record DeviceChange(
        @Schema(required = true, minLength = 1, maxLength = 100) @Nullable
        String name) {}
