package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.kit.outbox.Outbox;
import dev.xeocontext.kit.outbox.OutboxMessage;
import dev.xeocontext.kit.record.CollectionType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One transaction of the op path: claims the ops, locks the rows in the order of their keys, folds, writes rows and
 * events. A statement per table, not per row. Nothing of it is visible unless all of it is.
 */
final class OpTransaction {

    /** What a committed transaction leaves behind. */
    record Committed(List<Decision> decisions, List<CloudEvent<RecordChanged>> events, List<OutboxMessage> messages) {

        static Committed join(Committed a, Committed b) {
            return new Committed(
                    concat(a.decisions, b.decisions), concat(a.events, b.events), concat(a.messages, b.messages));
        }

        private static <T> List<T> concat(List<T> a, List<T> b) {
            return Stream.concat(a.stream(), b.stream()).toList();
        }
    }

    private final Pool pool;
    private final OpJournal journal;
    private final Map<CollectionType, RecordTable> tables;
    private final Folding folding;
    private final Outbox outbox;
    private final InstantSource time;

    OpTransaction(
            Pool pool,
            OpJournal journal,
            Map<CollectionType, RecordTable> tables,
            Folding folding,
            Outbox outbox,
            InstantSource time) {
        this.pool = pool;
        this.journal = journal;
        this.tables = tables;
        this.folding = folding;
        this.outbox = outbox;
        this.time = time;
    }

    /** Runs and commits. The decisions stand in the order of the writes. */
    Uni<Committed> run(List<Write> writes) {
        Instant now = time.instant().truncatedTo(ChronoUnit.MILLIS);
        return pool.withTransaction(connection -> journal.claim(connection, writes)
                .chain(claim -> lock(connection, writes)
                        .map(locked -> folding.fold(writes, claim, locked, now))
                        .chain(folded -> save(connection, folded, now))));
    }

    private Uni<Map<CollectionType, Map<RecordKey, Held>>> lock(SqlConnection connection, List<Write> writes) {
        SortedMap<String, CollectionType> types = new TreeMap<>();
        writes.forEach(write -> types.put(write.type().name(), write.type()));
        return Multi.createFrom()
                .iterable(types.values())
                .onItem()
                .transformToUniAndConcatenate(
                        type -> table(type).lock(connection, keys(writes, type)).map(held -> Map.entry(type, held)))
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static List<RecordKey> keys(List<Write> writes, CollectionType type) {
        return List.copyOf(writes.stream()
                .filter(write -> write.type().equals(type))
                .map(Write::key)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private Uni<Committed> save(SqlConnection connection, Folding.Folded folded, Instant now) {
        return Multi.createFrom()
                .iterable(folded.lines().entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry -> save(connection, table(entry.getKey()), entry.getValue(), now))
                .collect()
                .asList()
                .chain(saved -> journal.release(connection, folded.refused()))
                .chain(released -> journal.supersede(connection, folded.superseded()))
                .chain(marked -> outbox.add(connection, folded.events()))
                .map(messages -> new Committed(folded.decisions(), folded.events(), messages));
    }

    private static Uni<Void> save(SqlConnection connection, RecordTable table, Folding.Lines lines, Instant now) {
        return table.insert(connection, lines.created(), now)
                .chain(inserted -> table.update(connection, lines.changed(), now));
    }

    private RecordTable table(CollectionType type) {
        RecordTable table = tables.get(type);
        if (table == null) {
            throw new IllegalStateException("no table for " + type.name());
        }
        return table;
    }
}
