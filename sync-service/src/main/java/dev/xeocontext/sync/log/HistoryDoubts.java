package dev.xeocontext.sync.log;

import java.util.UUID;

/** Is told of stores whose log may not be what it once was. */
@FunctionalInterface
public interface HistoryDoubts {

    /**
     * A device knows another history of the store, under the same epoch. It may be right, or make it up: whoever acts on it
     * does so no more often than is good for the store. Does not wait for what comes of it.
     */
    void suspect(UUID storeId);
}
