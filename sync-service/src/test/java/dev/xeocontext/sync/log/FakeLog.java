package dev.xeocontext.sync.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.sync.log.RecordMerge.Merged;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A log in memory, of pages of two, that can be away, be put back, be compacted and be purged. */
public final class FakeLog implements LogReader {

    public static final int PAGE = 2;

    private static final RecordJson JSON = new RecordJson(new ObjectMapper());

    private final Map<UUID, UUID> epochs = new HashMap<>();
    private final Map<UUID, List<LogEntry>> entries = new HashMap<>();
    private final Map<UUID, Long> compacted = new HashMap<>();
    private final Map<UUID, Long> purged = new HashMap<>();
    private final Map<RecordKey, Merged> records = new HashMap<>();
    private boolean away;
    private boolean silent;
    private @Nullable List<Runnable> held;
    private int eventReads;
    private int recordReads;

    /** Adds a todo; the answer is what a transaction would have told. */
    public Appended append(UUID storeId, String title) {
        return append(Changes.titled(storeId, title).change());
    }

    public Appended append(Change change) {
        List<LogEntry> log = log(change.storeId());
        Merged current = records.get(RecordKey.of(change));
        Numbering.Placed placed = new Numbering.Placed(log.size() + 1L, Changes.event(change));
        RecordMerge.Outcome outcome = RecordMerge.merge(
                current == null ? Map.of() : Map.of(RecordKey.of(change), current.record()), Map.of(), List.of(placed));
        records.putAll(outcome.records());
        LogEntry entry =
                new LogEntry(placed.seq(), change, JSON.sides(outcome.steps().getFirst()));
        log.add(entry);
        return new Appended(change.storeId(), entry.seq() - 1, List.of(entry));
    }

    /** Puts a store back to an earlier state. */
    public void cut(UUID storeId, int head) {
        log(storeId).subList(head, log(storeId).size()).clear();
    }

    /** Forgets the events up to there. */
    public void compact(UUID storeId, long seq) {
        compacted.put(storeId, seq);
    }

    /** Forgets the tombstone of a record. */
    public void purge(UUID storeId, String collection, UUID id) {
        Merged gone = records.remove(new RecordKey(storeId, collection, id));
        if (gone != null) {
            purged.merge(storeId, gone.lastSeq(), Math::max);
        }
    }

    public long head(UUID storeId) {
        return log(storeId).size();
    }

    /** The records as they stand, deleted ones included. */
    public Map<UUID, RecordState> states(UUID storeId) {
        Map<UUID, RecordState> states = new HashMap<>();
        records.forEach((key, merged) -> {
            if (key.storeId().equals(storeId)) {
                states.put(key.id(), merged.record().state());
            }
        });
        return states;
    }

    private UUID epoch(UUID storeId) {
        return epochs.computeIfAbsent(storeId, id -> UUID.randomUUID());
    }

    /** Begins a new history. */
    public void renew(UUID storeId) {
        epochs.put(storeId, UUID.randomUUID());
    }

    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
        silent = false;
    }

    /** Reads at once, and answers when it is told to. */
    public void holdBack() {
        held = new ArrayList<>();
    }

    /** Answers what was held back, and holds back no more. */
    public void tell() {
        List<Runnable> answers = held == null ? List.of() : held;
        held = null;
        answers.forEach(Runnable::run);
    }

    /** Answers nothing any more. */
    public void fallSilent() {
        silent = true;
    }

    public int eventReads() {
        return eventReads;
    }

    public int recordReads() {
        return recordReads;
    }

    private List<LogEntry> log(UUID storeId) {
        return entries.computeIfAbsent(storeId, id -> new ArrayList<>());
    }

    public long compactedTo(UUID storeId) {
        return compacted.getOrDefault(storeId, 0L);
    }

    @Override
    public Uni<StorePlace> place(UUID storeId, long seq) {
        return answer(() -> new StorePlace(
                epoch(storeId),
                log(storeId).size(),
                event(storeId, log(storeId).size()),
                event(storeId, seq),
                compactedTo(storeId),
                purged.getOrDefault(storeId, 0L)));
    }

    private @Nullable UUID event(UUID storeId, long seq) {
        boolean there = seq > compactedTo(storeId) && seq <= log(storeId).size();
        return there ? log(storeId).get((int) seq - 1).change().eventId() : null;
    }

    @Override
    public Uni<Map<UUID, StoreHead>> heads(Collection<UUID> storeIds) {
        return answer(() -> {
            Map<UUID, StoreHead> heads = new HashMap<>();
            storeIds.forEach(id -> heads.put(id, new StoreHead(epoch(id), log(id).size())));
            return heads;
        });
    }

    @Override
    public Uni<Page<LogEntry>> events(UUID storeId, long seq, boolean sides) {
        eventReads++;
        return answer(() -> page(log(storeId).stream()
                .filter(entry -> entry.seq() > seq && entry.seq() > compactedTo(storeId))
                .map(entry -> sides ? entry : new LogEntry(entry.seq(), entry.change(), null))
                .toList()));
    }

    @Override
    public Uni<Page<StoredRecord>> records(UUID storeId, String collection, @Nullable UUID after) {
        recordReads++;
        return answer(() -> page(stored(storeId, List.of(collection))
                .filter(record -> after == null || record.id().compareTo(after) > 0)
                .sorted(Comparator.comparing(StoredRecord::id))
                .toList()));
    }

    @Override
    public Uni<Page<StoredRecord>> changed(UUID storeId, Collection<String> collections, long seq) {
        recordReads++;
        return answer(() -> page(stored(storeId, collections)
                .filter(record -> record.lastSeq() > seq)
                .sorted(Comparator.comparingLong(StoredRecord::lastSeq))
                .toList()));
    }

    @Override
    public Uni<Page<StoredRecord>> find(UUID storeId, String collection, Collection<UUID> ids) {
        recordReads++;
        return answer(() -> page(stored(storeId, List.of(collection))
                .filter(record -> ids.contains(record.id()))
                .sorted(Comparator.comparing(StoredRecord::id))
                .toList()));
    }

    private Stream<StoredRecord> stored(UUID storeId, Collection<String> collections) {
        return records.entrySet().stream()
                .filter(entry -> entry.getKey().storeId().equals(storeId))
                .filter(entry -> collections.contains(entry.getKey().collection()))
                .map(entry -> stored(entry.getKey(), entry.getValue()));
    }

    private static StoredRecord stored(RecordKey key, Merged merged) {
        WireState wire = WireState.of(merged.record().state());
        return new StoredRecord(
                key.collection(),
                key.id(),
                JSON.write(wire.fields()),
                JSON.write(wire.clocks()),
                wire.deleted(),
                merged.lastSeq());
    }

    private static <T> Page<T> page(List<T> rest) {
        return new Page<>(List.copyOf(rest.subList(0, Math.min(PAGE, rest.size()))), rest.size() > PAGE);
    }

    private <T> Uni<T> answer(Supplier<T> reading) {
        if (silent) {
            return Uni.createFrom().nothing();
        }
        if (held != null) {
            List<Runnable> later = held;
            T read = reading.get();
            return Uni.createFrom().emitter(caller -> later.add(() -> caller.complete(read)));
        }
        return Uni.createFrom().item(() -> {
            if (away) {
                throw new java.io.UncheckedIOException(new java.io.IOException("the database is away"));
            }
            return reading.get();
        });
    }
}
