package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.Cursor;
import dev.xeocontext.sync.log.LogEntry;
import dev.xeocontext.sync.log.StorePlace;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in the log of a store.
 *
 * @param check of the event at {@code seq}; 0 at the start, and where the event was compacted before it was asked for
 */
record Position(long seq, long check) {

    static final Position START = new Position(0, 0);

    static Position at(long seq, @Nullable UUID eventId) {
        return new Position(seq, eventId == null ? 0 : Cursor.checkOf(eventId));
    }

    static Position at(LogEntry entry) {
        return at(entry.seq(), entry.change().eventId());
    }

    static Position atHead(StorePlace place) {
        return at(place.head(), place.headEvent());
    }
}
