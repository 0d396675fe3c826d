package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.Cursor;
import dev.xeocontext.sync.log.LogEntry;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in the log of a store.
 *
 * @param check of the event at {@code seq}; 0 at the start
 */
record Position(long seq, long check) {

    static Position at(long seq, @Nullable UUID eventId) {
        return new Position(seq, eventId == null ? 0 : Cursor.checkOf(eventId));
    }

    static Position at(LogEntry entry) {
        return at(entry.seq(), entry.change().eventId());
    }

    String cursor(UUID epoch, long query) {
        return new Cursor(epoch, seq, check, query).encode();
    }
}
