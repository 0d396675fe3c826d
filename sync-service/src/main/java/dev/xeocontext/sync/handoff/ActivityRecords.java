package dev.xeocontext.sync.handoff;

import dev.xeocontext.sync.notice.Notice;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the activities of stores are kept, for all replicas. Every call fails when there is no answer in time. */
interface ActivityRecords {

    /**
     * An activity as it was read.
     *
     * @param text as it is kept; empty when there is none
     * @param now when it was read, or a little before
     */
    record Seen(UUID id, String text, @Nullable Held held, long now) {}

    /** What became of a swap. */
    sealed interface Swap {

        /** It is done, and everybody is told. */
        record Done(Seen seen) implements Swap {}

        /** Something came between, this. */
        record Behind(Seen seen) implements Swap {}

        /** The store has as many activities as it may have. */
        record Full() implements Swap {}
    }

    Uni<Seen> read(UUID storeId, UUID id);

    /** All of a store, in no order; what cannot be read is left out. */
    Uni<List<Seen>> all(UUID storeId);

    /** Which activities are there, of each store in the order of the list. */
    Uni<List<Set<UUID>>> ids(List<UUID> storeIds);

    /**
     * Puts something in the place of what was seen, unless that has changed, and publishes notices if it has not.
     *
     * @param next {@code null} to remove it
     */
    Uni<Swap> swap(UUID storeId, Seen seen, @Nullable Held next, List<Notice> notices);
}
