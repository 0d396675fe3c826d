package dev.xeocontext.kit.owner;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.digest.Digest;
import dev.xeocontext.contracts.digest.LeafSum;
import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.owner.OwnerDigest;
import dev.xeocontext.contracts.owner.OwnerLeaf;
import dev.xeocontext.contracts.owner.OwnerRecords;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import dev.xeocontext.kit.op.StateColumns;
import dev.xeocontext.kit.record.CollectionType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The records of one collection, as digests need them. Every read is one statement, so that it sees one moment: what was
 * purged in the meantime is either in the sums or before the boundary that the answer names.
 */
final class CollectionRepository {

    private final Pool pool;
    private final StateColumns columns;
    private final CollectionType type;
    private final String sums;
    private final String hashes;
    private final String records;

    CollectionRepository(Pool pool, StateColumns columns, CollectionType type) {
        this.pool = pool;
        this.columns = columns;
        this.type = type;
        String counted = counted(type.table());
        this.sums = "select last.millis, t.leaf, count(*) as count, sum(t.hash) as sum " + counted
                + "group by last.millis, t.leaf";
        this.hashes = "select last.millis, t.id, t.hash " + counted + "and t.leaf = $3 order by t.id";
        this.records = """
                select id, fields::text, clocks::text, deleted, deletion_clock from %s
                where store_id = $1 and id = any($2::uuid[]) and not purged order by id""".formatted(type.table());
    }

    /** The records that count; one line without a record where none does, for the sake of the boundary. */
    private static String counted(String table) {
        return """
                from (select coalesce(left(max(deletion_clock), 12), '') as millis
                      from %1$s where deleted and purged) as last
                left join %1$s as t on t.store_id = $1 and not t.purged
                  and not (t.deleted and (t.deletion_clock < $2 or left(t.deletion_clock, 12) <= last.millis))
                """.formatted(table);
    }

    /**
     * Sums up every leaf.
     *
     * @param boundary tombstones whose clock is older do not count, Unix time in milliseconds
     */
    Uni<OwnerDigest> digest(UUID storeId, long boundary) {
        return pool.preparedQuery(sums)
                .execute(Tuple.of(storeId, oldest(boundary)))
                .map(rows -> {
                    Digest digest = new Digest();
                    for (Row row : rows) {
                        @Nullable Integer leaf = row.getInteger("leaf");
                        if (leaf != null) {
                            digest.add(leaf, row.getLong("count"), sum(row));
                        }
                    }
                    return new OwnerDigest(boundary(rows, boundary), leaves(digest));
                });
    }

    /** The sum modulo 2^64, which is what the lowest 64 bits are. */
    private static long sum(Row row) {
        return row.getNumeric("sum").bigIntegerValue().longValue();
    }

    private static List<LeafSum> leaves(Digest digest) {
        return IntStream.range(0, Digest.LEAVES)
                .mapToObj(leaf -> LeafSum.of(digest.leaf(leaf)))
                .toList();
    }

    Uni<OwnerLeaf> leaf(UUID storeId, long boundary, int leaf) {
        return pool.preparedQuery(hashes)
                .execute(Tuple.of(storeId, oldest(boundary), leaf))
                .map(rows -> {
                    Map<UUID, String> hashesById = new LinkedHashMap<>();
                    for (Row row : rows) {
                        @Nullable UUID id = row.getUUID("id");
                        if (id != null) {
                            hashesById.put(id, RecordHash.hex(row.getLong("hash")));
                        }
                    }
                    return new OwnerLeaf(boundary(rows, boundary), hashesById);
                });
    }

    /** The records that are there, tombstones of any age included, in the order of their ids. */
    Uni<OwnerRecords> fetch(UUID storeId, List<UUID> ids) {
        return pool.preparedQuery(records)
                .execute(Tuple.of(storeId, ids.toArray(UUID[]::new)))
                .map(rows -> {
                    List<SnapshotRecord> found = new ArrayList<>(rows.size());
                    rows.forEach(row -> found.add(record(row)));
                    return new OwnerRecords(found);
                });
    }

    private SnapshotRecord record(Row row) {
        RecordState state = columns.read(
                row.getString("fields"),
                row.getString("clocks"),
                row.getBoolean("deleted"),
                row.getString("deletion_clock"));
        WireState wire = WireState.of(state);
        return new SnapshotRecord(type.name(), row.getUUID("id"), wire.fields(), wire.clocks(), wire.deleted());
    }

    /** The least clock of a tombstone that counts. */
    private static String oldest(long boundary) {
        return new Hlc(boundary, 0, 0).toString();
    }

    /** Past the clocks of everything that was purged, whatever the retention is now. */
    private static long boundary(RowSet<Row> rows, long asked) {
        String purged = rows.iterator().next().getString("millis");
        return purged.isEmpty() ? asked : Math.max(asked, HexFormat.fromHexDigitsToLong(purged) + 1);
    }
}
