package dev.xeocontext.sync.log;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.merge.Deletion;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events out that come late, of records whose tombstones are purged: without its tombstone, the record would be
 * there again. Only what was decided after the deletion comes in: that the record is shown again, or deleted once more.
 */
@Singleton
class PurgedRecords {

    private static final Logger LOG = Logger.getLogger(PurgedRecords.class);

    private static final String PURGED = """
            select store_id, collection, id, deleted_clock
            from unnest($1::uuid[], $2::text[], $3::uuid[]) as asked (store_id, collection, id)
            join purged using (store_id, collection, id)""";

    PurgedRecords() {}

    /** The events without those. Asks only about records that are not there, of stores that ever purged anything. */
    Uni<List<NewEvent>> keepOut(SqlConnection connection, List<NewEvent> events, LogReads.Before before) {
        List<RecordKey> doubtful = events.stream()
                .map(event -> RecordKey.of(event.change()))
                .filter(key -> !before.records().containsKey(key)
                        && purges(before.stores().get(key.storeId())))
                .distinct()
                .toList();
        return doubtful.isEmpty()
                ? Uni.createFrom().item(events)
                : purged(connection, doubtful).map(purged -> without(events, purged));
    }

    private static boolean purges(@Nullable StoreLock store) {
        return store != null && store.purgedBefore() > 0;
    }

    private static Uni<Map<RecordKey, Hlc>> purged(SqlConnection connection, List<RecordKey> keys) {
        return connection
                .preparedQuery(PURGED)
                .execute(Tuple.of(
                        keys.stream().map(RecordKey::storeId).toArray(UUID[]::new),
                        keys.stream().map(RecordKey::collection).toArray(String[]::new),
                        keys.stream().map(RecordKey::id).toArray(UUID[]::new)))
                .map(rows -> {
                    Map<RecordKey, Hlc> purged = HashMap.newHashMap(rows.size());
                    rows.forEach(row -> purged.put(
                            new RecordKey(row.getUUID("store_id"), row.getString("collection"), row.getUUID("id")),
                            Hlc.parse(row.getString("deleted_clock"))));
                    return purged;
                });
    }

    /** Once something of a record comes in, so does what follows. */
    private static List<NewEvent> without(List<NewEvent> events, Map<RecordKey, Hlc> purged) {
        List<NewEvent> welcome = new ArrayList<>(events.size());
        for (NewEvent event : events) {
            RecordKey key = RecordKey.of(event.change());
            Hlc deletedAt = purged.get(key);
            if (deletedAt == null || isDecidedAfter(event, deletedAt)) {
                purged.remove(key);
                welcome.add(event);
            }
        }
        if (welcome.size() < events.size()) {
            LOG.infof("%d events came for records that are purged", events.size() - welcome.size());
        }
        return welcome;
    }

    private static boolean isDecidedAfter(NewEvent event, Hlc deletedAt) {
        Deletion deletion = event.patch().deletion();
        return deletion != null && deletion.clock().compareTo(deletedAt) > 0;
    }
}
