package dev.xeocontext.sync.digest;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.sync.log.LogConfig;
import dev.xeocontext.sync.log.StoredRecord;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records of one leaf, or by their ids. A statement each, which sees the store and its records at one moment. */
@Singleton
public class RecordRepository {

    private static final String LEAF = """
            select stores.head, stores.purged_before, found.id, found.hash
            from stores
            left join lateral (
                select id, hash from records
                where records.store_id = stores.store_id and collection = $2 and leaf = $3
                  and not (coalesce(deleted, false)
                           and deleted_clock collate "C" < lpad(to_hex(stores.purged_before), 12, '0'))
                order by id limit $4) as found on true
            where stores.store_id = $1
            order by found.id""";

    private static final String BY_IDS = """
            select stores.head, page.*
            from stores
            left join lateral (
                select id, fields::text as fields, clocks::text as clocks, deleted, deleted_clock, last_seq,
                       found
                from (select *, sum(bytes) over (order by id) - bytes as bytes_before, count(*) over () as found
                      from records
                      where store_id = $1 and collection = $2 and id = any($3)
                            and id >= coalesce($4, '00000000-0000-0000-0000-000000000000'::uuid)
                            and id is distinct from $4) as asked
                where bytes_before < $5) as page on true
            where stores.store_id = $1
            order by page.id""";

    private final Pool pool;
    private final long pageBytes;

    RecordRepository(Pool pool, LogConfig config) {
        this.pool = pool;
        this.pageBytes = config.pageBytes();
    }

    /** The hashes of a leaf, all of them. */
    public Uni<LeafHashes> leaf(UUID storeId, String collection, int leaf) {
        return leaf(Tuple.of(storeId, collection, leaf, null), Integer.MAX_VALUE);
    }

    /** The first hashes of a leaf in the order of ids. */
    public Uni<LeafHashes> leaf(UUID storeId, String collection, int leaf, int limit) {
        return leaf(Tuple.of(storeId, collection, leaf, limit + 1L), limit);
    }

    private Uni<LeafHashes> leaf(Tuple question, int limit) {
        return pool.preparedQuery(LEAF).execute(question).map(rows -> hashes(rows, limit));
    }

    private static LeafHashes hashes(RowSet<Row> rows, int limit) {
        long asOf = 0;
        long purgedBefore = 0;
        boolean more = false;
        Map<UUID, String> hashes = LinkedHashMap.newLinkedHashMap(rows.size());
        for (Row row : rows) {
            asOf = row.getLong("head");
            purgedBefore = row.getLong("purged_before");
            if (hashes.size() == limit) {
                more = true;
            } else if (row.getUUID("id") != null) {
                hashes.put(row.getUUID("id"), RecordHash.hex(row.getLong("hash")));
            }
        }
        return new LeafHashes(asOf, purgedBefore, hashes, more);
    }

    /** Those of the records that there are, tombstones included; a page is bounded by its bytes. */
    public Uni<RecordPage> records(UUID storeId, String collection, Collection<UUID> ids, @Nullable UUID after) {
        return pool.preparedQuery(BY_IDS)
                .execute(Tuple.of(storeId, collection, ids.toArray(UUID[]::new), after, pageBytes))
                .map(rows -> page(collection, rows));
    }

    private static RecordPage page(String collection, RowSet<Row> rows) {
        long asOf = 0;
        long found = 0;
        List<StoredRecord> records = new ArrayList<>(rows.size());
        for (Row row : rows) {
            asOf = row.getLong("head");
            if (row.getUUID("id") != null) {
                found = row.getLong("found");
                records.add(record(collection, row));
            }
        }
        return new RecordPage(asOf, records, found > records.size());
    }

    private static StoredRecord record(String collection, Row row) {
        Boolean deleted = row.getBoolean("deleted");
        Deletion deletion = deleted == null ? null : new Deletion(deleted, Hlc.parse(row.getString("deleted_clock")));
        return new StoredRecord(
                collection,
                row.getUUID("id"),
                row.getString("fields"),
                row.getString("clocks"),
                deletion,
                row.getLong("last_seq"));
    }
}
