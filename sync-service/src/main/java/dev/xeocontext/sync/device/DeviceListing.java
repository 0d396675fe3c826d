package dev.xeocontext.sync.device;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The devices of a store. */
@RegisterForReflection
@Schema(name = "Devices")
record DeviceListing(List<DeviceView> items) {}
