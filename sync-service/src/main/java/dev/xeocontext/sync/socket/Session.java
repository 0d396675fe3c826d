package dev.xeocontext.sync.socket;

import dev.xeocontext.kit.access.Caller;
import java.util.UUID;

/**
 * Who is on a connection.
 *
 * @param id of the connection
 * @param arrival when it came, in the order of all replicas
 * @param token the caller's own, to call owners with; never logged
 */
record Session(UUID id, UUID arrival, Caller caller, String token) {

    Session renewed(Caller newCaller, String newToken) {
        return new Session(id, arrival, newCaller, newToken);
    }

    /** Whether the other caller is the same user on the same device, who has not signed in anew. */
    boolean isSamePartyAs(Caller other) {
        return caller.userId().equals(other.userId())
                && caller.deviceId().equals(other.deviceId())
                && caller.sessionId().equals(other.sessionId());
    }

    @Override
    public String toString() {
        return "Session[" + id + ", user " + caller.userId() + ", device " + caller.deviceId() + ']';
    }
}
