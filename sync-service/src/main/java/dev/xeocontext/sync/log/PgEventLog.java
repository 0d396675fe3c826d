package dev.xeocontext.sync.log;

import dev.xeocontext.kit.transaction.TwoTrips;
import dev.xeocontext.sync.log.Numbering.Placed;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The log in PostgreSQL. One transaction locks the heads of the stores in the order of their ids, so that two replicas
 * that meet on a store take turns, then numbers what is new; a store's log has no gaps because its head moves in the same
 * transaction. Deadlocks, which only the statements of operators could cause, and serialization failures are tried again.
 */
@Singleton
class PgEventLog implements EventLog {

    private static final int ATTEMPTS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

    private final Pool pool;
    private final LogReads reads;
    private final LogWrites writes;
    private final PurgedRecords purged;
    private final Stores stores;
    private final RecordJson json;

    PgEventLog(Pool pool, LogReads reads, LogWrites writes, PurgedRecords purged, Stores stores, RecordJson json) {
        this.pool = pool;
        this.reads = reads;
        this.writes = writes;
        this.purged = purged;
        this.stores = stores;
        this.json = json;
    }

    @Override
    public Uni<List<Appended>> append(List<NewEvent> events) {
        return attempt(events)
                .onFailure(MissingStores.class)
                .recoverWithUni(
                        () -> stores.create(List.of(LogReads.stores(events))).chain(() -> attempt(events)))
                .onFailure(SqlStates::isRace)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .atMost(ATTEMPTS);
    }

    /** The events that may come in, and what they are about. */
    private record Read(List<NewEvent> events, LogReads.Before before) {}

    private Uni<List<Appended>> attempt(List<NewEvent> events) {
        return TwoTrips.run(pool, connection -> read(connection, events), this::writeOrRefuse);
    }

    private Uni<Read> read(SqlConnection connection, List<NewEvent> events) {
        UUID[] wanted = LogReads.stores(events);
        return reads.read(connection, events).chain(before -> {
            if (before.stores().size() < wanted.length) {
                throw new MissingStores();
            }
            return purged.keepOut(connection, events, before).map(welcome -> new Read(welcome, before));
        });
    }

    /** Whatever goes wrong between the two trips comes from what the events hold, not from the database. */
    private TwoTrips.Writes<List<Appended>> writeOrRefuse(SqlConnection connection, Read read) {
        try {
            return write(connection, read);
        } catch (RuntimeException e) {
            throw new UnmergeableEvents(e);
        }
    }

    private TwoTrips.Writes<List<Appended>> write(SqlConnection connection, Read read) {
        LogReads.Before before = read.before();
        List<Placed> placed = Numbering.place(read.events(), before.stores(), before.known());
        if (placed.isEmpty()) {
            return new TwoTrips.Writes<>(List.of(), List.of());
        }
        RecordMerge.Outcome outcome = RecordMerge.merge(before.records(), before.stores(), placed);
        List<Sides> sides = outcome.steps().stream().map(json::sides).toList();
        List<Appended> appended = Numbering.byStore(placed, sides);
        return new TwoTrips.Writes<>(writes.statements(connection, placed, outcome, sides, appended), appended);
    }

    /** Some stores have no row yet. They are created outside of the transaction, so that none waits for another's. */
    private static final class MissingStores extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingStores() {
            super("stores without a row", null, false, false);
        }
    }
}
