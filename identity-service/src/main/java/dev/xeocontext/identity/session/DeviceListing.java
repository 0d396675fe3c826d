package dev.xeocontext.identity.session;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Somebody's devices. */
@Schema(name = "Devices")
record DeviceListing(List<DeviceView> items) {}
