package dev.xeocontext.sync.log;

import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.sync.log.LeafChange.Hashed;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What an append has to know first. The three statements travel together: the first takes the locks. */
@Singleton
class LogReads {

    private static final String LOCK_STORES =
            "select store_id, head, purged_before from stores where store_id = any($1) order by store_id for update";

    private static final String KNOWN_EVENTS = """
            select store_id, event_id
            from unnest($1::uuid[], $2::uuid[]) as asked (store_id, event_id)
            join log using (store_id, event_id)""";

    private static final String RECORDS = """
            select store_id, collection, id, fields::text, clocks::text, deleted, deleted_clock, hash
            from unnest($1::uuid[], $2::text[], $3::uuid[]) as asked (store_id, collection, id)
            join records using (store_id, collection, id)""";

    private final RecordJson json;

    LogReads(RecordJson json) {
        this.json = json;
    }

    /**
     * What the log holds of the things that some events are about.
     *
     * @param stores locked until the end of the transaction
     * @param known those of the events that it has
     * @param records as they stand; those that are missing are new
     */
    record Before(Map<UUID, StoreLock> stores, Set<EventKey> known, Map<RecordKey, Hashed> records) {}

    Uni<Before> read(SqlConnection connection, List<NewEvent> events) {
        Uni<Map<UUID, StoreLock>> stores = lockStores(connection, events);
        Uni<Set<EventKey>> known = knownEvents(connection, events);
        Uni<Map<RecordKey, Hashed>> records = records(connection, events);
        return Uni.combine().all().unis(stores, known, records).with(Before::new);
    }

    private Uni<Map<UUID, StoreLock>> lockStores(SqlConnection connection, List<NewEvent> events) {
        UUID[] ids = stores(events);
        return connection.preparedQuery(LOCK_STORES).execute(Tuple.of(ids)).map(rows -> {
            Map<UUID, StoreLock> stores = HashMap.newHashMap(rows.size());
            rows.forEach(row -> stores.put(
                    row.getUUID("store_id"), new StoreLock(row.getLong("head"), row.getLong("purged_before"))));
            return stores;
        });
    }

    /** The stores of the events, each once. */
    static UUID[] stores(List<NewEvent> events) {
        return events.stream().map(event -> event.change().storeId()).distinct().toArray(UUID[]::new);
    }

    private Uni<Set<EventKey>> knownEvents(SqlConnection connection, List<NewEvent> events) {
        UUID[] stores = new UUID[events.size()];
        UUID[] ids = new UUID[events.size()];
        for (int i = 0; i < stores.length; i++) {
            stores[i] = events.get(i).change().storeId();
            ids[i] = events.get(i).change().eventId();
        }
        return connection
                .preparedQuery(KNOWN_EVENTS)
                .execute(Tuple.of(stores, ids))
                .map(rows -> {
                    Set<EventKey> known = HashSet.newHashSet(rows.size());
                    rows.forEach(row -> known.add(new EventKey(row.getUUID("store_id"), row.getUUID("event_id"))));
                    return known;
                });
    }

    private Uni<Map<RecordKey, Hashed>> records(SqlConnection connection, List<NewEvent> events) {
        Set<RecordKey> keys = LinkedHashSet.newLinkedHashSet(events.size());
        events.forEach(event -> keys.add(RecordKey.of(event.change())));
        UUID[] stores = keys.stream().map(RecordKey::storeId).toArray(UUID[]::new);
        String[] collections = keys.stream().map(RecordKey::collection).toArray(String[]::new);
        UUID[] ids = keys.stream().map(RecordKey::id).toArray(UUID[]::new);
        return connection
                .preparedQuery(RECORDS)
                .execute(Tuple.of(stores, collections, ids))
                .map(rows -> {
                    Map<RecordKey, Hashed> records = HashMap.newHashMap(rows.size());
                    rows.forEach(row -> records.put(key(row), state(row)));
                    return records;
                });
    }

    private static RecordKey key(Row row) {
        return new RecordKey(row.getUUID("store_id"), row.getString("collection"), row.getUUID("id"));
    }

    private Hashed state(Row row) {
        try {
            RecordState state = json.state(row.getString("fields"), row.getString("clocks"), Columns.deletion(row));
            return new Hashed(state, row.getLong("hash"));
        } catch (RuntimeException e) {
            throw new UnmergeableEvents(e);
        }
    }
}
