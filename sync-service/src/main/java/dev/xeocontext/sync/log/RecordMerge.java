package dev.xeocontext.sync.log;

import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.sync.log.LeafChange.Hashed;
import dev.xeocontext.sync.log.Numbering.Placed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Merges the new events of a transaction into the records that they are about. */
final class RecordMerge {

    /**
     * A record after the merge.
     *
     * @param isNew whether it was not there before
     * @param lastSeq the last event that changed it
     */
    record Merged(Hashed record, boolean isNew, long lastSeq) {}

    /**
     * A record on either side of an event.
     *
     * @param before {@code null} when the event made it
     */
    record Step(@Nullable RecordState before, RecordState after) {}

    /**
     * What the events came to.
     *
     * @param records those that have changed
     * @param leafChanges what each event did to its digest, in the order of the events
     * @param steps of the records, in the order of the events
     */
    record Outcome(Map<RecordKey, Merged> records, List<LeafChange> leafChanges, List<Step> steps) {}

    private final Map<RecordKey, Hashed> current;
    private final Map<UUID, StoreLock> stores;
    private final Map<RecordKey, Merged> merged = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();

    private RecordMerge(Map<RecordKey, Hashed> current, Map<UUID, StoreLock> stores) {
        this.current = current;
        this.stores = stores;
    }

    /**
     * Merges.
     *
     * @param current the records as they stand; those that are missing are new
     * @param stores every store that occurs
     */
    static Outcome merge(Map<RecordKey, Hashed> current, Map<UUID, StoreLock> stores, List<Placed> placed) {
        RecordMerge merge = new RecordMerge(current, stores);
        List<LeafChange> leafChanges = new ArrayList<>(placed.size());
        placed.forEach(event -> leafChanges.add(merge.take(event)));
        return new Outcome(merge.merged, leafChanges, merge.steps);
    }

    @SuppressWarnings("ReferenceEquality") // "nothing changed" is told by identity
    private LeafChange take(Placed event) {
        RecordKey key = RecordKey.of(event.change());
        @Nullable Hashed before = latest(key);
        RecordState patch = event.event().patch();
        RecordState state = before == null ? patch : Merge.join(before.state(), patch);
        steps.add(new Step(before == null ? null : before.state(), state));
        if (before != null && state == before.state()) {
            return LeafChange.NONE;
        }
        Hashed after = Hashed.of(key.id(), state);
        merged.put(key, new Merged(after, !current.containsKey(key), event.seq()));
        StoreLock store = stores.get(key.storeId());
        return LeafChange.between(key.id(), before, after, store == null ? 0 : store.purgedBefore());
    }

    private @Nullable Hashed latest(RecordKey key) {
        Merged earlier = merged.get(key);
        return earlier == null ? current.get(key) : earlier.record();
    }
}
