package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.Cursor;
import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.sync.log.StorePlace;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a subscription begins. */
sealed interface Start {

    /** With a page of records. */
    record InRecords(SnapshotPlace place) implements Start {}

    /**
     * In the log.
     *
     * @param shown see {@link Cursor#shown}
     */
    record InLog(Position position, long shown) implements Start {}

    /**
     * At the first record, though the device hoped for more.
     *
     * @param doubtful whether that cannot be, unless somebody has lost something or makes it up
     */
    record Reset(ResetReason reason, boolean doubtful) implements Start {

        Reset(ResetReason reason) {
            this(reason, false);
        }
    }

    /** Whoever has nothing reads all records; whoever has something, what became of it since, as long as that is known. */
    static Start of(Wish wish, Terms terms, StorePlace place) {
        return switch (wish) {
            case Wish.Anew anew -> new InRecords(firstRecord(terms, place));
            case Wish.GoOn known -> goOn(known.cursor(), terms, place);
            case Wish.Resume known -> resume(known.place(), terms, place);
        };
    }

    static SnapshotPlace firstRecord(Terms terms, StorePlace place) {
        return SnapshotPlace.before(
                place.epoch(), Position.atHead(place), terms.hash(), new SnapshotPlace.All(0, null));
    }

    private static Start goOn(Optional<Cursor> cursor, Terms terms, StorePlace place) {
        if (cursor.isEmpty()) {
            return new Reset(ResetReason.UNREADABLE);
        }
        Cursor known = cursor.get();
        if (known.query() != terms.hash()) {
            return new Reset(ResetReason.OTHER_QUERY);
        }
        if (!known.epoch().equals(place.epoch()) || known.seq() < 0) {
            return new Reset(ResetReason.RESTORED);
        }
        if (known.seq() > place.head()) {
            return new Reset(ResetReason.RESTORED, true);
        }
        return known.seq() < place.compactedTo() ? inRecords(known, terms, place) : inLog(known, place);
    }

    /** Where the log no longer reaches, epoch and place decide: there is no event to compare with. */
    private static Start inRecords(Cursor cursor, Terms terms, StorePlace place) {
        if (terms.filtered() || cursor.seq() < place.purgedSeq()) {
            return new Reset(ResetReason.HISTORY_LOST);
        }
        return new InRecords(SnapshotPlace.before(
                place.epoch(), Position.atHead(place), terms.hash(), new SnapshotPlace.Changed(cursor.seq())));
    }

    private static Start inLog(Cursor cursor, StorePlace place) {
        Position position = new Position(cursor.seq(), cursor.check());
        return isOf(position, place) ? new InLog(position, cursor.shown()) : new Reset(ResetReason.RESTORED, true);
    }

    /** Whether the log has the event of a position there, as far as it reaches. */
    private static boolean isOf(Position position, StorePlace place) {
        @Nullable UUID event = place.askedEvent();
        return position.seq() <= place.compactedTo() || (event != null && Cursor.checkOf(event) == position.check());
    }

    private static Start resume(Optional<SnapshotPlace> next, Terms terms, StorePlace place) {
        if (next.isEmpty()) {
            return new Reset(ResetReason.UNREADABLE);
        }
        SnapshotPlace known = next.get();
        if (known.query() != terms.hash()) {
            return new Reset(ResetReason.OTHER_QUERY);
        }
        if (!known.epoch().equals(place.epoch())) {
            return new Reset(ResetReason.RESTORED);
        }
        if (known.asOf().seq() > place.head() || !isOf(known.asOf(), place)) {
            return new Reset(ResetReason.RESTORED, true);
        }
        return leadsOn(known, place) ? new InRecords(known) : new Reset(ResetReason.HISTORY_LOST);
    }

    /**
     * Pages are complete as long as no tombstone was purged that they should have named, or, those of all records, that the events after
     * {@code asOf} may be about.
     */
    static boolean leadsOn(SnapshotPlace known, StorePlace place) {
        return switch (known.way()) {
            case SnapshotPlace.All all -> place.purgedSeq() <= known.asOf().seq();
            case SnapshotPlace.Changed changed -> place.purgedSeq() <= changed.seq();
        };
    }
}
