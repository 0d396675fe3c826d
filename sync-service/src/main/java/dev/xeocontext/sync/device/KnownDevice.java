package dev.xeocontext.sync.device;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;

/** A device, as identity-service answers it. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record KnownDevice(UUID id, String name, String platform, Instant createdAt, Instant lastSeenAt) {}
