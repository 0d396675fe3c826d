package dev.xeocontext.sync.log;

import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.sync.log.Numbering.Placed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Merges the new events of a transaction into the records that they are about. */
final class RecordMerge {

    /**
     * A record after the merge.
     *
     * @param lastSeq the last event that changed it
     */
    record Merged(RecordState state, long lastSeq) {}

    private RecordMerge() {}

    /**
     * Merges.
     *
     * @param current the records as they stand; those that are missing are new
     * @return those that have changed
     */
    @SuppressWarnings("ReferenceEquality") // "nothing changed" is told by identity
    static Map<RecordKey, Merged> merge(Map<RecordKey, RecordState> current, List<Placed> placed) {
        Map<RecordKey, Merged> merged = new LinkedHashMap<>();
        for (Placed event : placed) {
            RecordKey key = RecordKey.of(event.change());
            Merged earlier = merged.get(key);
            RecordState before = earlier == null ? current.get(key) : earlier.state();
            RecordState patch = event.event().patch();
            RecordState after = before == null ? patch : Merge.join(before, patch);
            if (after != before) {
                merged.put(key, new Merged(after, event.seq()));
            }
        }
        return merged;
    }
}
