package dev.xeocontext.contracts.event;

import java.util.UUID;

/**
 * A session ended before its time: its access tokens count no more, and its sockets are closed.
 *
 * @param revokedAt Unix time in milliseconds, by identity-service's clock
 */
public record SessionRevoked(UUID userId, UUID sessionId, long revokedAt) {

    /** The type of the event that tells of it. */
    public static final String TYPE = "dev.xeocontext.identity.session-revoked.v1";
}
