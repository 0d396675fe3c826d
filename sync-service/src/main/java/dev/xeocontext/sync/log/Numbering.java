package dev.xeocontext.sync.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Gives the new events of a transaction their places in the logs of their stores, without gaps. */
final class Numbering {

    /** A new event and its place. */
    record Placed(long seq, NewEvent event) {

        Change change() {
            return event.change();
        }
    }

    private Numbering() {}

    /**
     * Places what is new.
     *
     * @param stores every store that occurs, under lock
     * @param known the events that the log has already
     * @return the events that are new, in the order in which they came
     */
    static List<Placed> place(List<NewEvent> events, Map<UUID, StoreLock> stores, Set<EventKey> known) {
        Set<EventKey> seen = new HashSet<>(known);
        Map<UUID, Long> next = HashMap.newHashMap(stores.size());
        stores.forEach((id, store) -> next.put(id, store.head()));
        List<Placed> placed = new ArrayList<>(events.size());
        for (NewEvent event : events) {
            if (seen.add(EventKey.of(event.change()))) {
                placed.add(new Placed(advance(next, event.change().storeId()), event));
            }
        }
        return placed;
    }

    private static long advance(Map<UUID, Long> heads, UUID storeId) {
        Long seq = heads.computeIfPresent(storeId, (id, head) -> head + 1);
        if (seq == null) {
            throw new IllegalStateException("a store that is not locked");
        }
        return seq;
    }

    /**
     * The same, store by store.
     *
     * @param sides of each, in their order
     */
    static List<Appended> byStore(List<Placed> placed, List<Sides> sides) {
        Map<UUID, List<LogEntry>> entries = new LinkedHashMap<>();
        for (int i = 0; i < placed.size(); i++) {
            Placed event = placed.get(i);
            entries.computeIfAbsent(event.change().storeId(), id -> new ArrayList<>())
                    .add(new LogEntry(event.seq(), event.change(), sides.get(i)));
        }
        List<Appended> appended = new ArrayList<>(entries.size());
        entries.forEach((store, list) ->
                appended.add(new Appended(store, list.getFirst().seq() - 1, List.copyOf(list))));
        return appended;
    }
}
