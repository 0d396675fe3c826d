package dev.xeocontext.sync.feed;

import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.sync.Where;
import dev.xeocontext.sync.feed.Item.AsItIs;
import dev.xeocontext.sync.feed.Item.Enter;
import dev.xeocontext.sync.feed.Item.Leave;
import dev.xeocontext.sync.log.LogEntry;
import dev.xeocontext.sync.log.LogReader;
import dev.xeocontext.sync.log.Page;
import dev.xeocontext.sync.log.StoredRecord;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a filter lets through of a piece of the log. Per record, what it was before its first event and is after its last
 * one decide: nothing, its events, {@code enter} with the whole record, or that it goes. Safe for use by several threads.
 *
 * <p>A record enters as it stands when it is read, or not at all should it have ceased to match by then. The device was
 * then shown a later time than that of the piece, and what follows is selected with this in mind, until it is as far.
 */
final class Selection {

    /** What becomes of a record in the eyes of the filter. */
    private enum Fate {
        FOREIGN,
        CHANGES,
        ENTERS,
        LEAVES
    }

    /**
     * What is sent.
     *
     * @param events items of a JSON array; may be empty
     * @param shown the greatest last {@code seq} of a record that was read for it; 0 when none was
     */
    record Text(String events, long shown) {}

    private final List<Item> items;
    private final OwnOps untold;
    private final Entering entering;
    private final Where where;
    private final @Nullable UUID reader;
    private @Nullable Uni<Optional<Text>> text;

    /**
     * @param untold ops that the items say nothing of, or may not
     * @param reader the device that is told that its own ones are over; {@code null} for no particular one
     */
    private Selection(List<Item> items, OwnOps untold, Entering entering, Where where, @Nullable UUID reader) {
        this.items = items;
        this.untold = untold;
        this.entering = entering;
        this.where = where;
        this.reader = reader;
    }

    /**
     * Selects.
     *
     * @param entries of one collection
     * @param repairing whether the device was shown some records as of a later time than the piece begins: then it may hold
     *     what did not match before, and lack what did
     */
    static Selection of(List<LogEntry> entries, Where where, boolean repairing) {
        Map<UUID, List<LogEntry>> histories = new LinkedHashMap<>();
        for (LogEntry entry : entries) {
            histories
                    .computeIfAbsent(entry.change().id(), id -> new ArrayList<>(2))
                    .add(entry);
        }
        Map<LogEntry, Item> items = new HashMap<>();
        List<UUID> wanted = new ArrayList<>();
        histories.forEach((id, history) -> {
            switch (fate(history, where, repairing)) {
                case FOREIGN -> {}
                case CHANGES -> history.forEach(entry -> items.put(entry, new AsItIs(entry)));
                case LEAVES -> {
                    Item item = repairing ? new Leave(history.getLast()) : leave(history);
                    items.put(item.entry(), item);
                }
                case ENTERS -> {
                    boolean whole = history.size() == 1 && Sight.isCreation(history.getFirst());
                    items.put(history.getLast(), new Enter(history.getLast(), whole));
                    if (!whole) {
                        wanted.add(id);
                    }
                }
            }
        });
        List<Item> inOrder =
                entries.stream().filter(items::containsKey).map(items::get).toList();
        return new Selection(inOrder, OwnOps.untold(entries, items), new Entering(wanted), where, null);
    }

    /**
     * What this device is told: the same, and of each of its own ops of which nothing is told, that the record goes. Shares
     * what is read with all others, and the rest with all that have no such ops.
     */
    Selection forDevice(UUID deviceId) {
        List<LogEntry> own = untold.of(deviceId);
        return own.isEmpty() ? this : new Selection(withLeaves(own), untold, entering, where, deviceId);
    }

    /** What may enter stays as it is. */
    private List<Item> withLeaves(List<LogEntry> own) {
        Map<Long, Item> bySeq = new TreeMap<>();
        own.forEach(entry -> bySeq.put(entry.seq(), new Leave(entry)));
        items.forEach(item -> bySeq.put(item.seq(), item));
        return List.copyOf(bySeq.values());
    }

    private static Fate fate(List<LogEntry> history, Where where, boolean repairing) {
        boolean before = Sight.before(history.getFirst(), where);
        boolean after = Sight.after(history.getLast(), where);
        if (repairing) {
            boolean ever = before || history.stream().anyMatch(entry -> Sight.after(entry, where));
            return after ? Fate.ENTERS : ever ? Fate.LEAVES : Fate.FOREIGN;
        }
        if (after) {
            return before ? Fate.CHANGES : Fate.ENTERS;
        }
        return before ? Fate.LEAVES : Fate.FOREIGN;
    }

    /** What was deleted goes with the deletion that won. */
    private static Item leave(List<LogEntry> history) {
        LogEntry last = history.getLast();
        @Nullable LogEntry winner = null;
        for (LogEntry entry : history) {
            Deletion deletion = entry.change().deleted();
            if (deletion != null && deletion.value() && (winner == null || isLater(deletion, winner))) {
                winner = entry;
            }
        }
        return Sight.isDeletedAfter(last) && winner != null ? new AsItIs(winner) : new Leave(last);
    }

    private static boolean isLater(Deletion deletion, LogEntry than) {
        Deletion other = than.change().deleted();
        return other == null || deletion.clock().compareTo(other.clock()) > 0;
    }

    /** The text, when no record has to be read for it. */
    Optional<Text> text() {
        return entering.isEmpty() ? Optional.of(text(List.of())) : Optional.empty();
    }

    /**
     * The events as the items of a JSON array. Reads the records that enter, once for all that ask; empty when they are too
     * much for a frame, which a single one never is.
     */
    synchronized Uni<Optional<Text>> text(LogReader log, UUID storeId, String collection) {
        if (text == null) {
            text = entering.read(log, storeId, collection)
                    .map(this::write)
                    .memoize()
                    .indefinitely();
        }
        return text;
    }

    private Optional<Text> write(Page<StoredRecord> found) {
        return found.more() ? Optional.empty() : Optional.of(text(found.items()));
    }

    private Text text(List<StoredRecord> found) {
        long shown = found.stream().mapToLong(StoredRecord::lastSeq).max().orElse(0);
        return new Text(write(found), shown);
    }

    private String write(List<StoredRecord> found) {
        Map<UUID, StoredRecord> records = HashMap.newHashMap(found.size());
        found.stream().filter(record -> Sight.now(record, where)).forEach(record -> records.put(record.id(), record));
        StringBuilder json = new StringBuilder();
        for (Item item : items) {
            int length = json.length();
            if (length > 0) {
                json.append(',');
            }
            if (!append(json, item, records)) {
                json.setLength(length);
            }
        }
        return json.toString();
    }

    /** What became of a record that is not there any more, or doesn't match, is told in its turn; an own op is over now. */
    private boolean append(StringBuilder json, Item item, Map<UUID, StoredRecord> records) {
        switch (item) {
            case AsItIs event -> Frames.appendEvent(json, event.entry());
            case Leave leave -> Frames.appendLeave(json, leave.entry());
            case Enter enter when enter.whole() -> Frames.appendEnter(json, enter.entry());
            case Enter enter -> {
                StoredRecord record = records.get(enter.entry().change().id());
                if (record == null) {
                    return appendOwn(json, enter.entry());
                }
                Frames.appendEnter(json, enter.entry(), record);
            }
        }
        return true;
    }

    private boolean appendOwn(StringBuilder json, LogEntry entry) {
        boolean own = reader != null && OwnOps.isOf(reader, entry.change());
        if (own) {
            Frames.appendLeave(json, entry);
        }
        return own;
    }
}
