package dev.xeocontext.sync.log;

import java.util.List;
import java.util.UUID;

/**
 * What one transaction added to the log of one store.
 *
 * @param from the head before
 * @param entries at least one, numbered from + 1, from + 2, …
 */
public record Appended(UUID storeId, long from, List<LogEntry> entries) {

    /** The head after. */
    public long to() {
        return from + entries.size();
    }
}
