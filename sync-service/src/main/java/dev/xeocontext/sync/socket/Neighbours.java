package dev.xeocontext.sync.socket;

import dev.xeocontext.sync.notice.LocalDevices;
import dev.xeocontext.sync.notice.Notice;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** The connections of this replica by their store, for notices. Safe for use by several threads. */
@Singleton
final class Neighbours implements LocalDevices {

    private static final int MARKS = 1 << 10;

    private record Neighbour(Connection connection, UUID deviceId) {}

    private final Map<UUID, Set<Neighbour>> byStore = new ConcurrentHashMap<>();

    /** How many notices there were, of all stores that share a place. */
    private final AtomicLongArray marks = new AtomicLongArray(MARKS);

    /** Changes with every notice of the store. */
    long mark(UUID storeId) {
        return marks.get(place(storeId));
    }

    private static int place(UUID storeId) {
        return storeId.hashCode() & (MARKS - 1);
    }

    void joined(Connection connection, Session session) {
        Neighbour neighbour = new Neighbour(connection, session.caller().deviceId());
        byStore.compute(session.caller().storeId(), (store, here) -> {
            Set<Neighbour> all = here == null ? ConcurrentHashMap.newKeySet(1) : here;
            all.add(neighbour);
            return all;
        });
    }

    void left(Connection connection, Session session) {
        Neighbour neighbour = new Neighbour(connection, session.caller().deviceId());
        byStore.computeIfPresent(session.caller().storeId(), (store, here) -> {
            here.remove(neighbour);
            return here.isEmpty() ? null : here;
        });
    }

    @Override
    public void tell(Notice notice) {
        marks.incrementAndGet(place(notice.storeId()));
        for (Neighbour neighbour : byStore.getOrDefault(notice.storeId(), Set.of())) {
            if (notice.audience().includes(neighbour.deviceId())) {
                neighbour.connection().soon(connection -> connection.tell(notice.frame()));
            }
        }
    }

    @Override
    public Set<UUID> stores() {
        return Set.copyOf(byStore.keySet());
    }
}
