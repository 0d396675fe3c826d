package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * Where a device goes on that has taken all that its subscription sent. At most one of the two is there; neither is as long
 * as a subscription that asked for no place has not begun.
 *
 * @param cursor in the log
 * @param next in the middle of a snapshot
 */
public record Whereabouts(@Nullable String cursor, @Nullable String next) {

    public static final Whereabouts NOWHERE = new Whereabouts(null, null);

    static Whereabouts of(Wish wish) {
        return switch (wish) {
            case Wish.Anew anew -> NOWHERE;
            case Wish.GoOn known ->
                new Whereabouts(known.cursor().map(Cursor::encode).orElse(null), null);
            case Wish.Resume known ->
                new Whereabouts(null, known.place().map(SnapshotPlace::encode).orElse(null));
        };
    }

    public boolean isNowhere() {
        return cursor == null && next == null;
    }
}
