package dev.xeocontext.sync.device;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The devices of somebody, as identity-service answers them. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record KnownDevices(List<KnownDevice> items) {}
