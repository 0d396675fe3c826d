package dev.xeocontext.local.stack.system;

import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import dev.xeocontext.local.stack.system.client.RecordKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A piece of the log of a store, and what each record was after each of its events. */
final class History {

    private final NavigableMap<Long, DeltaEvent> events = new TreeMap<>();
    private final Map<RecordKey, NavigableMap<Long, RecordState>> states = new TreeMap<>();

    /**
     * A piece.
     *
     * @param start the records as they were at its beginning
     * @param from the {@code seq} of that
     * @param events all that came after it
     */
    History(Map<RecordKey, RecordState> start, long from, List<DeltaEvent> events) {
        start.forEach((key, state) -> states.put(key, new TreeMap<>(Map.of(from, state))));
        for (var event : events) {
            this.events.put(event.seq(), event);
            var changed = Objects.requireNonNull(event.changed(), "changed");
            var clocks = Objects.requireNonNull(event.clocks(), "clocks");
            var patch = new WireState(changed, clocks, event.deleted()).toState();
            var known = states.computeIfAbsent(new RecordKey(event.collection(), event.id()), key -> new TreeMap<>());
            var before = known.isEmpty() ? RecordState.EMPTY : known.lastEntry().getValue();
            known.put(event.seq(), Merge.join(before, patch));
        }
    }

    Optional<DeltaEvent> event(long seq) {
        return Optional.ofNullable(events.get(seq));
    }

    /** What a record was at one place and at all that follow, up to another; nothing as long as it was not there. */
    Collection<RecordState> between(RecordKey key, long from, long to) {
        NavigableMap<Long, RecordState> known = states.getOrDefault(key, new TreeMap<>());
        var first = known.floorKey(from);
        return to < from
                ? List.of()
                : known.subMap(first == null ? from : first, true, to, true).values();
    }

    /** What it was from one place on. */
    Collection<RecordState> since(RecordKey key, long from) {
        return between(key, from, Long.MAX_VALUE);
    }
}
