package dev.xeocontext.sync.log;

import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads that fail when the database has nothing to say about them for too long: whoever reads tries again. */
@Singleton
public final class TimelyLogReader implements LogReader {

    private final LogReader log;
    private final Deadline deadline;

    @Inject
    TimelyLogReader(PgLogReader log, Deadlines deadlines, LogConfig config) {
        this(log, deadlines.of("read", config.answerTimeout()));
    }

    public TimelyLogReader(LogReader log, Deadline deadline) {
        this.log = log;
        this.deadline = deadline;
    }

    @Override
    public Uni<StorePlace> place(UUID storeId, long seq) {
        return deadline.on(log.place(storeId, seq));
    }

    @Override
    public Uni<Map<UUID, StoreHead>> heads(Collection<UUID> storeIds) {
        return deadline.on(log.heads(storeIds));
    }

    @Override
    public Uni<Page<LogEntry>> events(UUID storeId, long seq, boolean sides) {
        return deadline.on(log.events(storeId, seq, sides));
    }

    @Override
    public Uni<Page<StoredRecord>> records(UUID storeId, String collection, @Nullable UUID after) {
        return deadline.on(log.records(storeId, collection, after));
    }

    @Override
    public Uni<Page<StoredRecord>> changed(UUID storeId, Collection<String> collections, long seq) {
        return deadline.on(log.changed(storeId, collections, seq));
    }

    @Override
    public Uni<Page<StoredRecord>> find(UUID storeId, String collection, Collection<UUID> ids) {
        return deadline.on(log.find(storeId, collection, ids));
    }
}
