package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.op.OpStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the ops that were taken, with what they were answered. An op is claimed first and released again when it is
 * refused, all in the transaction that decides it; whoever claims the same op meanwhile waits for that transaction.
 */
final class OpJournal {

    private static final String CLAIM = """
            insert into applied_ops (store_id, op_id, fingerprint)
            select * from unnest($1::uuid[], $2::uuid[], $3::bigint[])
            on conflict do nothing returning store_id, op_id""";
    private static final String FIND = """
            select store_id, op_id, superseded, fingerprint from applied_ops
            where (store_id, op_id) in (select * from unnest($1::uuid[], $2::uuid[]))""";
    private static final String RELEASE = """
            delete from applied_ops
            where (store_id, op_id) in (select * from unnest($1::uuid[], $2::uuid[]))""";
    private static final String SUPERSEDE = """
            update applied_ops set superseded = true
            where (store_id, op_id) in (select * from unnest($1::uuid[], $2::uuid[]))""";
    private static final String BLOCKS = """
            select pg_relation_size('applied_ops') / current_setting('block_size')::bigint as blocks""";
    static final String FORGET = """
            delete from applied_ops
            where ctid >= format('(%s,0)', $2::bigint)::tid and ctid < format('(%s,0)', $3::bigint)::tid
            and applied_at < $1""";

    /** What the journal says of an op that was taken before. */
    record Entry(OpStatus outcome, @Nullable Long fingerprint) {}

    /**
     * What the journal says of some ops.
     *
     * @param fresh claimed now
     * @param known taken before
     */
    record Claim(Set<RecordKey> fresh, Map<RecordKey, Entry> known) {}

    Uni<Claim> claim(SqlClient client, List<Write> writes) {
        Map<RecordKey, Write> distinct = new TreeMap<>();
        writes.forEach(write -> distinct.putIfAbsent(write.opKey(), write));
        List<Write> sorted = List.copyOf(distinct.values());
        Tuple parameters = Tuple.tuple()
                .addArrayOfUUID(Sql.uuids(sorted, Write::storeId))
                .addArrayOfUUID(Sql.uuids(sorted, write -> write.op().opId()))
                .addArrayOfLong(sorted.stream().map(Write::fingerprint).toArray(Long[]::new));
        return Sql.run(client, CLAIM, parameters).map(OpJournal::keys).chain(fresh -> {
            List<RecordKey> rest = distinct.keySet().stream()
                    .filter(key -> !fresh.contains(key))
                    .toList();
            return rest.isEmpty()
                    ? Uni.createFrom().item(new Claim(fresh, Map.of()))
                    : find(client, rest).map(known -> new Claim(fresh, known));
        });
    }

    private Uni<Map<RecordKey, Entry>> find(SqlClient client, List<RecordKey> keys) {
        return Sql.run(client, FIND, parameters(keys)).map(rows -> {
            Map<RecordKey, Entry> entries = new HashMap<>();
            for (Row row : rows) {
                OpStatus outcome = row.getBoolean("superseded") ? OpStatus.SUPERSEDED : OpStatus.APPLIED;
                entries.put(key(row), new Entry(outcome, row.getLong("fingerprint")));
            }
            return entries;
        });
    }

    Uni<Void> release(SqlClient client, Collection<RecordKey> refused) {
        return each(client, RELEASE, refused);
    }

    Uni<Void> supersede(SqlClient client, Collection<RecordKey> superseded) {
        return each(client, SUPERSEDE, superseded);
    }

    private static Uni<Void> each(SqlClient client, String sql, Collection<RecordKey> keys) {
        return Sql.run(client, sql, parameters(List.copyOf(keys))).replaceWithVoid();
    }

    private static Tuple parameters(List<RecordKey> keys) {
        return Tuple.tuple()
                .addArrayOfUUID(Sql.uuids(keys, RecordKey::storeId))
                .addArrayOfUUID(Sql.uuids(keys, RecordKey::id));
    }

    private static Set<RecordKey> keys(RowSet<Row> rows) {
        Set<RecordKey> keys = new HashSet<>();
        rows.forEach(row -> keys.add(key(row)));
        return keys;
    }

    private static RecordKey key(Row row) {
        return new RecordKey(row.getUUID("store_id"), row.getUUID("op_id"));
    }

    /** How many blocks the journal fills. */
    Uni<Long> blocks(SqlClient client) {
        return Sql.run(client, BLOCKS, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong("blocks"));
    }

    /** Forgets ops that were taken before this moment, as far as they stand in some blocks. */
    Uni<Integer> forgetBefore(SqlClient client, OffsetDateTime moment, long firstBlock, long endBlock) {
        return Sql.run(client, FORGET, Tuple.of(moment, firstBlock, endBlock)).map(RowSet::rowCount);
    }
}
