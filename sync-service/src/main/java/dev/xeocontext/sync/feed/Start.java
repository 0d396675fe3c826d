package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.Cursor;
import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.sync.log.StorePlace;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a subscription begins. */
sealed interface Start {

    /** At the first record. */
    record FromScratch() implements Start {}

    /** In the middle of a snapshot. */
    record InSnapshot(SnapshotPlace place) implements Start {}

    /** In the log. */
    record InLog(Position position) implements Start {}

    /** At the first record, though the device hoped for more. */
    record Reset(ResetReason reason) implements Start {}

    /**
     * Whether a cursor leads anywhere.
     *
     * @param place of the store, asked about the cursor's {@code seq}
     */
    static Start from(Optional<Cursor> cursor, long query, StorePlace place) {
        if (cursor.isEmpty()) {
            return new Reset(ResetReason.UNREADABLE);
        }
        Cursor known = cursor.get();
        if (known.query() != query) {
            return new Reset(ResetReason.OTHER_QUERY);
        }
        if (!known.epoch().equals(place.epoch()) || known.seq() > place.head() || known.seq() < 0) {
            return new Reset(ResetReason.RESTORED);
        }
        return inLog(known, place.askedEvent());
    }

    private static Start inLog(Cursor cursor, @Nullable UUID event) {
        if (cursor.seq() > 0 && event == null) {
            return new Reset(ResetReason.HISTORY_LOST);
        }
        Position position = Position.at(cursor.seq(), event);
        return position.check() == cursor.check() ? new InLog(position) : new Reset(ResetReason.RESTORED);
    }

    /** Whether the token of a broken snapshot leads anywhere. */
    static Start resume(Optional<SnapshotPlace> next, long query, StorePlace place) {
        if (next.isEmpty()) {
            return new Reset(ResetReason.UNREADABLE);
        }
        SnapshotPlace known = next.get();
        if (known.query() != query) {
            return new Reset(ResetReason.OTHER_QUERY);
        }
        boolean sameHistory =
                known.epoch().equals(place.epoch()) && known.asOf().seq() <= place.head();
        return sameHistory ? new InSnapshot(known) : new Reset(ResetReason.RESTORED);
    }
}
