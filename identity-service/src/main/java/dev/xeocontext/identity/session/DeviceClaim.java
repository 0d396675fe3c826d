package dev.xeocontext.identity.session;

import dev.xeocontext.kit.text.BoundedText;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a device says about itself on signing in.
 *
 * @param id the id that it was given before, so that it stays the same device
 */
record DeviceClaim(
        @Nullable UUID id,
        @NotNull @BoundedText(min = 1, max = 100) String name,
        @NotNull @BoundedText(min = 1, max = 40) String platform) {

    /** For clients that say nothing, such as a first try by curl. */
    static final DeviceClaim UNNAMED = new DeviceClaim(null, "Unnamed device", "unknown");

    static DeviceClaim orUnnamed(@Nullable DeviceClaim claim) {
        return claim == null ? UNNAMED : claim;
    }
}
