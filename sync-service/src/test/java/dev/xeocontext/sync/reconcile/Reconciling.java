package dev.xeocontext.sync.reconcile;

import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.digest.LeafSum;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.digest.CollectionDigest;
import dev.xeocontext.sync.digest.DigestFixture;
import dev.xeocontext.sync.digest.Digests;
import dev.xeocontext.sync.log.NewEvent;
import dev.xeocontext.sync.log.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Anti-entropy between the log of a store on the database of the tests and an owner in memory, without the framework. */
final class Reconciling {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    final UUID store = UUID.randomUUID();
    final FakeRecords owner = new FakeRecords();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** The epochs that were announced. */
    final List<UUID> begun = new ArrayList<>();

    private final TestDatabase database;
    private final Digests digests;
    private final LogRecords records;
    private final Reconciliation reconciliation;

    Reconciling(TestDatabase database) {
        this.database = database;
        this.digests = DigestFixture.digests(database.pool());
        this.records = new LogRecords(database.sql(), database.json());
        RecordOwners owners = new RecordOwners(List.of(owner));
        this.reconciliation = new Reconciliation(
                owners,
                new Comparison(
                        digests, DigestFixture.records(database.pool(), database.config()), records, database.sql()),
                new TakeOver(
                        database.eventReader(),
                        events -> database.log().append(events).replaceWithVoid()),
                new Epochs(
                        database.sql(),
                        new Staging(database.sql(), database.json()),
                        owners,
                        new Ids(InstantSource.system(), new SecureRandom()),
                        List.of((storeId, epoch) -> begun.add(epoch))),
                new ReconcileMetrics(meters),
                new QuickReconcile());
    }

    /** What an owner does: it merges, and its event reaches the log. */
    void happens(NewEvent event) {
        isLost(event);
        append(event);
    }

    /** What an owner merged, whose event reaches nobody. */
    void isLost(NewEvent event) {
        owner.merge(store, event.change().id(), event.patch());
    }

    void append(NewEvent event) {
        await(database.log().append(List.of(event)));
    }

    boolean reconcile() {
        return await(reconciliation.reconcile(store, false));
    }

    /** After devices have shown cursors of another log. */
    boolean reconcileDiverged() {
        execute("update stores set diverged = true where store_id = $1");
        return await(reconciliation.reconcile(store, true));
    }

    /** The records that the log has, and the tombstones that it remembers of those that it has purged. */
    Map<UUID, RecordState> logRecords() {
        List<UUID> ids = new ArrayList<>();
        query("select id from records where store_id = $1").forEach(row -> ids.add(row.getUUID("id")));
        return new HashMap<>(await(records.states(store, "todos", ids)));
    }

    boolean digestsAreEqual() {
        CollectionDigest log = await(digests.of(store, "todos"));
        var theirs = await(owner.digest(store, "todos", log.purgedBefore()));
        CollectionDigest same = await(digests.of(store, "todos", log, theirs.purgedBefore()));
        return IntStream.range(0, Digest.LEAVES)
                .allMatch(leaf -> LeafSum.of(same.digest().leaf(leaf))
                        .equals(theirs.leaves().get(leaf)));
    }

    Row storeRow() {
        return query("select * from stores where store_id = $1").iterator().next();
    }

    List<String> kinds(long afterSeq) {
        List<String> kinds = new ArrayList<>();
        await(database.pool()
                        .preparedQuery("select kind from log where store_id = $1 and seq > $2 order by seq")
                        .execute(Tuple.of(store, afterSeq)))
                .forEach(row -> kinds.add(row.getString("kind")));
        return kinds;
    }

    /** Keeps a copy of what the log has of the store. */
    void backUpLog() {
        for (String table : List.of("stores", "log", "records", "digests", "purged")) {
            execute("create table if not exists backup_" + table + " (like " + table + ")");
            execute("delete from backup_" + table + " where store_id = $1");
            String columns = columns(table);
            execute("insert into backup_" + table + " (" + columns + ") select " + columns + " from " + table
                    + " where store_id = $1");
        }
    }

    void putLogBack() {
        for (String table : List.of("stores", "log", "records", "digests", "purged")) {
            String columns = columns(table);
            execute("delete from " + table + " where store_id = $1");
            execute("insert into " + table + " (" + columns + ") select " + columns + " from backup_" + table
                    + " where store_id = $1");
        }
    }

    private String columns(String table) {
        return await(database.pool().preparedQuery("""
            select string_agg(column_name, ', ') as names from information_schema.columns
            where table_name = $1 and table_schema = 'sync' and is_generated = 'NEVER'\
            """).execute(Tuple.of(table)))
                .iterator()
                .next()
                .getString("names");
    }

    double count(String counter, String... tags) {
        return meters.counter(counter, tags).count();
    }

    RowSet<Row> query(String sql) {
        return await(database.pool().preparedQuery(sql).execute(Tuple.of(store)));
    }

    void execute(String sql) {
        if (sql.contains("$1")) {
            query(sql);
        } else {
            await(database.pool().query(sql).execute());
        }
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DEADLINE);
    }
}
