package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.sync.log.Appended;
import dev.xeocontext.sync.log.LogEntry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A piece of the log of a store, on its way to subscriptions. What one of them is sent is written once and shared with
 * all that ask for the same. Safe for use by several threads.
 */
final class Batch {

    private final long from;
    private final List<LogEntry> entries;
    private final Map<SubscriptionQuery, String> written = new ConcurrentHashMap<>(2);

    /**
     * @param from everything after it is here
     * @param entries at least one
     */
    Batch(long from, List<LogEntry> entries) {
        this.from = from;
        this.entries = entries;
    }

    static Batch of(Appended appended) {
        return new Batch(appended.from(), appended.entries());
    }

    long from() {
        return from;
    }

    long to() {
        return entries.getLast().seq();
    }

    Position end() {
        return Position.at(entries.getLast());
    }

    int bytes() {
        return entries.stream().mapToInt(entry -> entry.change().bytes()).sum();
    }

    /** The events after {@code seq} that the query wants, as the items of a JSON array; empty when there are none. */
    String events(SubscriptionQuery query, long seq) {
        return seq <= from ? written.computeIfAbsent(query, key -> write(key, from)) : write(query, seq);
    }

    private String write(SubscriptionQuery query, long seq) {
        StringBuilder json = new StringBuilder();
        for (LogEntry entry : entries) {
            if (entry.seq() > seq && query.collections().contains(entry.change().collection())) {
                if (!json.isEmpty()) {
                    json.append(',');
                }
                Frames.appendEvent(json, entry);
            }
        }
        return json.toString();
    }
}
