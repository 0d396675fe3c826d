package dev.xeocontext.sync.feed;

import dev.xeocontext.sync.log.LogEntry;

/** What is told to a filtered subscription, at the place of an event. */
sealed interface Item {

    LogEntry entry();

    default long seq() {
        return entry().seq();
    }

    record AsItIs(LogEntry entry) implements Item {}

    /**
     * The whole record.
     *
     * @param whole whether the event made the record, and so holds all of it; else it is read
     */
    record Enter(LogEntry entry, boolean whole) implements Item {}

    record Leave(LogEntry entry) implements Item {}
}
