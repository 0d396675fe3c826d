package dev.xeocontext.sync.presence;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is known of the devices of some stores.
 *
 * @param now the time of Redis when it was read, no later
 * @param byStore devices by store; a store of which nothing is known has none
 * @param outdated takes out what is known no longer
 */
record Sightings(long now, Map<UUID, Map<UUID, Sighting>> byStore, List<Change> outdated) {

    Map<UUID, Sighting> of(UUID storeId) {
        return byStore.getOrDefault(storeId, Map.of());
    }
}
