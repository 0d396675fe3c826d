package dev.xeocontext.sync.revoke;

import java.util.Set;
import java.util.UUID;

/** Is told of sessions that ended before their time, of each once. Must neither block nor throw; called on any thread. */
@FunctionalInterface
public interface RevocationListener {

    void revoked(Set<UUID> sessionIds);
}
