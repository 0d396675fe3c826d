package dev.xeocontext.sync.log;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A log in memory, of pages of two, that can be away. */
public final class FakeLog implements LogReader {

    public static final int PAGE = 2;

    private final Map<UUID, UUID> epochs = new HashMap<>();
    private final Map<UUID, List<LogEntry>> entries = new HashMap<>();
    private boolean away;
    private int eventReads;

    /** Adds a todo; the answer is what a transaction would have told. */
    public Appended append(UUID storeId, String title) {
        return append(Changes.titled(storeId, title).change());
    }

    public Appended append(Change change) {
        List<LogEntry> log = log(change.storeId());
        LogEntry entry = new LogEntry(log.size() + 1L, change);
        log.add(entry);
        return new Appended(change.storeId(), entry.seq() - 1, List.of(entry));
    }

    /** Puts a store back to an earlier state. */
    public void cut(UUID storeId, int head) {
        log(storeId).subList(head, log(storeId).size()).clear();
    }

    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    public int eventReads() {
        return eventReads;
    }

    private List<LogEntry> log(UUID storeId) {
        return entries.computeIfAbsent(storeId, id -> new ArrayList<>());
    }

    @Override
    public Uni<StorePlace> place(UUID storeId, long seq) {
        return answer(() -> new StorePlace(
                epochs.computeIfAbsent(storeId, id -> UUID.randomUUID()),
                log(storeId).size(),
                event(storeId, log(storeId).size()),
                event(storeId, seq)));
    }

    private @Nullable UUID event(UUID storeId, long seq) {
        boolean there = seq >= 1 && seq <= log(storeId).size();
        return there ? log(storeId).get((int) seq - 1).change().eventId() : null;
    }

    @Override
    public Uni<Map<UUID, Long>> heads(Collection<UUID> storeIds) {
        return answer(() -> {
            Map<UUID, Long> heads = new HashMap<>();
            storeIds.forEach(id -> heads.put(id, (long) log(id).size()));
            return heads;
        });
    }

    @Override
    public Uni<Page<LogEntry>> events(UUID storeId, long seq) {
        eventReads++;
        return answer(() ->
                page(log(storeId).stream().filter(entry -> entry.seq() > seq).toList()));
    }

    @Override
    public Uni<Page<StoredRecord>> records(UUID storeId, String collection, @Nullable UUID after) {
        return answer(() -> page(log(storeId).stream()
                .map(LogEntry::change)
                .filter(change -> change.collection().equals(collection))
                .filter(change -> after == null || change.id().compareTo(after) > 0)
                .map(change -> new StoredRecord(
                        change.collection(), change.id(), change.changed(), change.clocks(), change.deleted()))
                .sorted(Comparator.comparing(StoredRecord::id))
                .toList()));
    }

    private static <T> Page<T> page(List<T> rest) {
        return new Page<>(List.copyOf(rest.subList(0, Math.min(PAGE, rest.size()))), rest.size() > PAGE);
    }

    private <T> Uni<T> answer(Supplier<T> read) {
        return away
                ? Uni.createFrom().failure(new java.io.IOException("the database is away"))
                : Uni.createFrom().item(read);
    }
}
