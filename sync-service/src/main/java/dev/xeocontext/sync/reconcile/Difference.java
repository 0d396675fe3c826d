package dev.xeocontext.sync.reconcile;

import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.Merge;
import dev.xeocontext.contracts.merge.RecordState;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the log and the owner differ in a record. */
sealed interface Difference {

    /**
     * The owner has something that the log lacks.
     *
     * @param log {@code null} when it does not have the record at all
     */
    record Behind(String collection, UUID id, @Nullable RecordState log, RecordState owner) implements Difference {}

    /** The log has something that its owner lacks: the owner was put back. */
    record Ahead(String collection, UUID id) implements Difference {}

    /**
     * The difference of two states of a record, the owner's being the later read. Tombstones that either side may have
     * purged already make none.
     *
     * @param purgedBefore tombstones whose clock is older count for nothing, Unix time in milliseconds
     */
    static Optional<Difference> between(
            String collection, UUID id, @Nullable RecordState log, @Nullable RecordState owner, long purgedBefore) {
        if (isGone(log, purgedBefore) && isGone(owner, purgedBefore)) {
            return Optional.empty();
        }
        if (owner == null || (log != null && adds(log, owner))) {
            return Optional.of(new Ahead(collection, id));
        }
        boolean behind = log == null || adds(owner, log);
        return behind ? Optional.of(new Behind(collection, id, log, owner)) : Optional.empty();
    }

    private static boolean isGone(@Nullable RecordState state, long purgedBefore) {
        if (state == null) {
            return true;
        }
        Deletion deletion = state.deletion();
        return deletion != null && deletion.value() && deletion.clock().millis() < purgedBefore;
    }

    /** Whether the one has anything that the other lacks. */
    @SuppressWarnings("ReferenceEquality") // "nothing changed" is told by identity
    private static boolean adds(RecordState one, RecordState other) {
        return Merge.join(other, one) != other;
    }
}
