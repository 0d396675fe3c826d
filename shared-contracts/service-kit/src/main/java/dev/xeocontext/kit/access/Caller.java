package dev.xeocontext.kit.access;

import java.time.Instant;
import java.util.UUID;

/**
 * The user, session and device that a verified access token speaks for.
 *
 * @param expiresAt when the token stops being good
 */
public record Caller(UUID userId, UUID sessionId, UUID deviceId, Instant expiresAt) {

    /** The caller's personal store: it has the user's id. */
    public UUID storeId() {
        return userId;
    }
}
