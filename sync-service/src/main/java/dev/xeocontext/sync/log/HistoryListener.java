package dev.xeocontext.sync.log;

import java.util.UUID;

/**
 * Is told, once it is committed, that a store has begun a new epoch: its log is another, and places in the one before lead
 * nowhere. Must neither block nor throw.
 */
@FunctionalInterface
public interface HistoryListener {

    void begun(UUID storeId, UUID epoch);
}
