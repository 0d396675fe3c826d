package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.event.CloudEvent;
import dev.xeocontext.contracts.event.RecordChanged;
import dev.xeocontext.kit.op.OpJournal.Claim;
import dev.xeocontext.kit.outbox.Outbox;
import dev.xeocontext.kit.outbox.OutboxMessage;
import dev.xeocontext.kit.record.CollectionType;
import dev.xeocontext.kit.transaction.TwoTrips;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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

    /**
     * Runs and commits. The decisions stand in the order of the writes.
     */
    Uni<Committed> run(List<Write> writes) {
        return run(writes, folding::fold);
    }

    /** The same with writes that are taken all or none. */
    Uni<Committed> run(List<Write> writes, Together together) {
        return run(writes, together(together));
    }

    /** Whether the database would take the writes; it does not keep them. Fails as {@link #run(List)} does. */
    Uni<Void> rehearse(List<Write> writes) {
        Instant now = now();
        return pool.<Committed>withTransaction(connection -> read(connection, writes)
                        .chain(read -> save(connection, folding.fold(writes, read.claim(), read.locked(), now), now)
                                .send())
                        .onItem()
                        .failWith(Rehearsed::new))
                .replaceWithVoid()
                .onFailure(Rehearsed.class)
                .recoverWithNull();
    }

    /** Rolls a rehearsal back. */
    private static final class Rehearsed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Rehearsed() {
            super("only a rehearsal", null, false, false);
        }
    }

    /** One way of folding. */
    @FunctionalInterface
    private interface Way {
        Folding.Folded fold(
                List<Write> writes, Claim claim, Map<CollectionType, Map<RecordKey, Held>> locked, Instant now);
    }

    private Way together(Together together) {
        return (writes, claim, locked, now) -> folding.fold(writes, claim, locked, now, together);
    }

    /** What the first trip brings back: whose ops are new, and the rows as they stand. */
    private record Read(Claim claim, Map<CollectionType, Map<RecordKey, Held>> locked) {}

    private Uni<Committed> run(List<Write> writes, Way way) {
        Instant now = now();
        return TwoTrips.run(
                pool,
                connection -> read(connection, writes),
                (connection, read) -> save(connection, way.fold(writes, read.claim(), read.locked(), now), now));
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Uni<Read> read(SqlConnection connection, List<Write> writes) {
        return Uni.combine()
                .all()
                .unis(journal.claim(connection, writes), lock(connection, writes))
                .with(Read::new);
    }

    private Uni<Map<CollectionType, Map<RecordKey, Held>>> lock(SqlConnection connection, List<Write> writes) {
        SortedMap<String, CollectionType> types = new TreeMap<>();
        writes.forEach(write -> types.put(write.type().name(), write.type()));
        List<Uni<Map.Entry<CollectionType, Map<RecordKey, Held>>>> locks = types.values().stream()
                .map(type -> table(type).lock(connection, keys(writes, type)).map(held -> Map.entry(type, held)))
                .toList();
        return Uni.join()
                .all(locks)
                .andFailFast()
                .map(held -> held.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static List<RecordKey> keys(List<Write> writes, CollectionType type) {
        return List.copyOf(writes.stream()
                .filter(write -> write.type().equals(type))
                .map(Write::key)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private TwoTrips.Writes<Committed> save(SqlConnection connection, Folding.Folded folded, Instant now) {
        List<Uni<Void>> statements = new ArrayList<>();
        folded.lines().forEach((type, lines) -> {
            if (!lines.created().isEmpty()) {
                statements.add(table(type).insert(connection, lines.created(), now));
            }
            if (!lines.changed().isEmpty()) {
                statements.add(table(type).update(connection, lines.changed(), now));
            }
        });
        if (!folded.refused().isEmpty()) {
            statements.add(journal.release(connection, folded.refused()));
        }
        if (!folded.superseded().isEmpty()) {
            statements.add(journal.supersede(connection, folded.superseded()));
        }
        List<OutboxMessage> messages = outbox.messages(folded.events());
        if (!messages.isEmpty()) {
            statements.add(outbox.add(connection, messages));
        }
        return new TwoTrips.Writes<>(statements, new Committed(folded.decisions(), folded.events(), messages));
    }

    private RecordTable table(CollectionType type) {
        RecordTable table = tables.get(type);
        if (table == null) {
            throw new IllegalStateException("no table for " + type.name());
        }
        return table;
    }
}
