package dev.xeocontext.identity.session;

import dev.xeocontext.kit.text.BoundedText;
import jakarta.validation.constraints.NotBlank;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What its user may change of a device. */
@Schema(name = "DeviceChange")
record DeviceChange(
        @NotBlank @BoundedText(min = 1, max = 100) String name) {}
