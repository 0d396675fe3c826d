package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.RecordState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record as its owner holds it.
 *
 * @param createdAt when the owner first heard of it; {@code null} while there is no row
 * @param updatedAt when the owner last changed it
 * @param isPurged whether it was deleted so long ago that only id and deletion are left: nothing shows it again
 */
public record Held(
        UUID id,
        RecordState state,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        boolean isPurged) {

    static Held nothing(UUID id) {
        return new Held(id, RecordState.EMPTY, null, null, false);
    }

    /** Whether there is a record to show: one that was created and not deleted. */
    public boolean isVisible() {
        return createdAt != null && !state.isDeleted();
    }

    /** The digest hash, which is the record's ETag too. */
    public long hash() {
        return RecordHash.of(id.toString(), state);
    }

    Held changed(RecordState newState, Instant now) {
        return new Held(id, newState, createdAt == null ? now : createdAt, now, isPurged);
    }
}
