package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.contracts.sync.Where;
import dev.xeocontext.sync.log.Appended;
import dev.xeocontext.sync.log.LogEntry;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A piece of the log of a store, on its way to subscriptions. What one of them is sent is written once and shared with
 * all that ask for the same. Safe for use by several threads.
 */
final class Batch {

    private final long from;
    private final List<LogEntry> entries;
    private final Map<SubscriptionQuery, String> written = new ConcurrentHashMap<>(2);
    private final Map<SubscriptionQuery, Selection> selected = new ConcurrentHashMap<>(2);

    /**
     * A piece.
     *
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

    /** Whether a filter can decide about it. */
    boolean hasSides() {
        return entries.stream().allMatch(entry -> entry.sides() != null);
    }

    /** The events after {@code seq} that a query without a filter wants, as the items of a JSON array; may be empty. */
    String events(SubscriptionQuery query, long seq) {
        return seq <= from ? written.computeIfAbsent(query, key -> write(key, from)) : write(query, seq);
    }

    private String write(SubscriptionQuery query, long seq) {
        StringBuilder json = new StringBuilder();
        for (LogEntry entry : wanted(query, seq)) {
            if (!json.isEmpty()) {
                json.append(',');
            }
            Frames.appendEvent(json, entry);
        }
        return json.toString();
    }

    /** What the filter of a query lets through after {@code seq}, for a device that asks for the same as others. */
    Selection selection(SubscriptionQuery query, Where where, long seq, boolean repairing, UUID deviceId) {
        Selection ofAll = seq <= from && !repairing
                ? selected.computeIfAbsent(query, key -> Selection.of(wanted(key, from), where, false))
                : Selection.of(wanted(query, seq), where, repairing);
        return ofAll.forDevice(deviceId);
    }

    private List<LogEntry> wanted(SubscriptionQuery query, long seq) {
        return entries.stream()
                .filter(entry -> entry.seq() > seq
                        && query.collections().contains(entry.change().collection()))
                .toList();
    }

    /** The first half of what comes after {@code seq}; of a single event, that one. */
    Batch firstHalf(long seq) {
        List<LogEntry> rest =
                entries.stream().filter(entry -> entry.seq() > seq).toList();
        return new Batch(Math.max(from, seq), rest.subList(0, Math.max(1, rest.size() / 2)));
    }
}
