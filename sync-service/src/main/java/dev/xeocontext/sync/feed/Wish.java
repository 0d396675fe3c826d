package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.Cursor;
import dev.xeocontext.contracts.sync.SubscriptionQuery;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a device, or a subscription that lost its place, would like to begin. */
sealed interface Wish {

    /** At the first record. */
    record Anew() implements Wish {}

    /** Where it was; empty when what it knows is no cursor. */
    record GoOn(Optional<Cursor> cursor) implements Wish {}

    /** In the middle of a snapshot; empty when what it knows is no such place. */
    record Resume(Optional<SnapshotPlace> place) implements Wish {}

    /** What is asked for with the texts that the server gave out. */
    static Wish of(SubscriptionQuery query, @Nullable String cursor, @Nullable String next) {
        if (next != null) {
            return new Resume(SnapshotPlace.decode(next, query.collections().size()));
        }
        return cursor == null ? new Anew() : new GoOn(Cursor.decode(cursor));
    }

    /** The event to ask for, to see whether it is still that history. */
    default long seq() {
        return switch (this) {
            case GoOn wish -> wish.cursor().map(Cursor::seq).orElse(0L);
            case Anew wish -> 0;
            case Resume wish -> wish.place().map(place -> place.asOf().seq()).orElse(0L);
        };
    }
}
