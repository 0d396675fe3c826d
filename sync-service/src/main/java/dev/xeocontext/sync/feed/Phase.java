package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.Cursor;
import java.util.Optional;

/**
 * How far a subscription is.
 *
 * <pre>
 *            +------------ place or history lost ----------+
 *            v                                             |
 *   opening ---> snapshotting ---> reading <-----------> live
 *      |                              ^    socket full,
 *      +-- cursor that leads on ------+    caught up again
 * </pre>
 *
 * From everywhere, {@code closed}.
 */
sealed interface Phase {

    /** Asking where the store stands. */
    record Opening(Wish wish) implements Phase {}

    /** Sending records; the next page begins after the place. */
    record Snapshotting(SnapshotPlace place) implements Phase {}

    /** Behind the end of the log: reading it page by page, by itself. */
    record Reading() implements Phase {}

    /** At the end of the log: taking what the feed offers. */
    record Live() implements Phase {}

    record Closed() implements Phase {}

    /**
     * Where one that is there would begin, if it began again.
     *
     * @param now its place in the log
     */
    default Wish again(Cursor now) {
        return switch (this) {
            case Opening opening -> opening.wish();
            case Snapshotting snapshot -> new Wish.Resume(Optional.of(snapshot.place()));
            case Reading reading -> new Wish.GoOn(Optional.of(now));
            case Live live -> new Wish.GoOn(Optional.of(now));
            case Closed closed -> new Wish.Anew();
        };
    }
}
