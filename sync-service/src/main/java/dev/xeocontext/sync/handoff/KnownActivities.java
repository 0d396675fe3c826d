package dev.xeocontext.sync.handoff;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The activities that devices which are connected here may have been told of. Bounded: of stores beyond that nothing is
 * remembered, and the loss of their activities is not told. Safe for use by several threads.
 */
@Singleton
class KnownActivities {

    /** So long a device may take from what it is told first until it counts as connected. */
    private static final long ARRIVING_MILLIS = 60_000;

    /**
     * An activity.
     *
     * @param until when it may be over, unless something changes, by the clock of this replica
     * @param toldAt by the same clock
     */
    record Known(UUID storeId, UUID activityId, long version, long until, long toldAt) {}

    private final Map<UUID, Map<UUID, Known>> byStore = new ConcurrentHashMap<>();
    private final HandoffConfig config;
    private final InstantSource time;

    KnownActivities(HandoffConfig config, InstantSource time, MeterRegistry meters) {
        this.config = config;
        this.time = time;
        meters.gauge("xeo.sync.handoff.known", byStore, Map::size);
    }

    /** It has changed just now. */
    void changed(UUID storeId, UUID activityId, long version) {
        told(storeId, activityId, version, config.lifetime().toMillis());
    }

    /** @param leftMillis until it may be over */
    void told(UUID storeId, UUID activityId, long version, long leftMillis) {
        if (byStore.size() < config.rememberedStores() || byStore.containsKey(storeId)) {
            long now = time.millis();
            Known known = new Known(storeId, activityId, version, now + leftMillis, now);
            byStore.compute(storeId, (id, before) -> {
                Map<UUID, Known> activities = before == null ? new ConcurrentHashMap<>(1) : before;
                // one that another replica lets in while this one hears of its predecessor's end
                if (activities.size() < 2 * config.activities() || activities.containsKey(activityId)) {
                    activities.put(activityId, known);
                }
                return activities;
            });
        }
    }

    /** Devices know that it is over. */
    void over(UUID storeId, UUID activityId) {
        byStore.computeIfPresent(storeId, (id, activities) -> {
            activities.remove(activityId);
            return activities.isEmpty() ? null : activities;
        });
    }

    /** Says no by returning false when something was told of it since. */
    boolean forget(Known known) {
        boolean[] forgotten = new boolean[1];
        byStore.computeIfPresent(known.storeId(), (id, activities) -> {
            forgotten[0] = activities.remove(known.activityId(), known);
            return activities.isEmpty() ? null : activities;
        });
        return forgotten[0];
    }

    /** Those of some stores; of others, nothing is remembered for long. */
    List<List<Known>> of(Set<UUID> stores) {
        long arrived = time.millis() - ARRIVING_MILLIS;
        List<List<Known>> found = new ArrayList<>();
        for (UUID storeId : byStore.keySet()) {
            byStore.computeIfPresent(storeId, (id, activities) -> {
                boolean isHere = stores.contains(storeId);
                if (isHere) {
                    found.add(List.copyOf(activities.values()));
                }
                return isHere || activities.values().stream().anyMatch(known -> known.toldAt() > arrived)
                        ? activities
                        : null;
            });
        }
        return found;
    }
}
