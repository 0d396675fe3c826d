package dev.xeocontext.sync.reconcile;

import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.owner.OwnerDigest;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import dev.xeocontext.sync.log.RecordJson;
import dev.xeocontext.sync.reconcile.RecordOwners.Owned;
import dev.xeocontext.sync.sql.TimelySql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Copies of what the owners have of a store, put aside until they are complete. */
@Singleton
class Staging {

    private static final String INSERT = """
        insert into restoring (restore_id, collection, id, fields, clocks, deleted, deleted_clock, leaf, hash, bytes)
        select $1, $2, id, fields, clocks, deleted, deleted_clock, leaf, hash, bytes
        from json_to_recordset($3::text::json)
             as told (id uuid, fields json, clocks json, deleted boolean, deleted_clock text, leaf smallint,
                      hash bigint, bytes integer)
        on conflict do nothing\
        """;

    private static final String DROP = "delete from restoring where restore_id = $1";
    private static final String DROP_FORGOTTEN = "delete from restoring where begun_at < now() - interval '1 day'";

    private final TimelySql sql;
    private final RecordJson json;

    Staging(TimelySql sql, RecordJson json) {
        this.sql = sql;
        this.json = json;
    }

    /**
     * Copies all records of a collection, in bounded pieces.
     *
     * @return tombstones whose clock is older are left out, Unix time in milliseconds
     */
    Uni<Long> copy(UUID restoreId, UUID storeId, Owned owned) {
        return owned.owner()
                .digest(storeId, owned.collection(), 0)
                .chain(digest -> Multi.createFrom()
                        .items(inhabited(digest).stream())
                        .onItem()
                        .transformToUniAndConcatenate(leaf -> owned.owner().leaf(storeId, owned.collection(), 0, leaf))
                        .onItem()
                        .transformToMultiAndConcatenate(
                                leaf -> pieces(List.copyOf(leaf.hashes().keySet())))
                        .onItem()
                        .transformToUniAndConcatenate(ids -> owned.owner()
                                .fetch(storeId, owned.collection(), ids)
                                .chain(answer -> insert(restoreId, owned.collection(), answer.records())))
                        .collect()
                        .last()
                        .replaceWith(digest.purgedBefore()));
    }

    private static List<Integer> inhabited(OwnerDigest digest) {
        return IntStream.range(0, digest.leaves().size())
                .filter(leaf -> digest.leaves().get(leaf).count() > 0)
                .boxed()
                .toList();
    }

    private static Multi<List<UUID>> pieces(List<UUID> ids) {
        return Multi.createFrom().iterable(ids).group().intoLists().of(Comparison.BATCH);
    }

    private Uni<Void> insert(UUID restoreId, String collection, List<SnapshotRecord> records) {
        String rows = records.stream().map(this::row).map(json::write).collect(Collectors.joining(",", "[", "]"));
        return sql.execute(INSERT, Tuple.of(restoreId, collection, rows)).replaceWithVoid();
    }

    private Map<String, @Nullable Object> row(SnapshotRecord record) {
        RecordState state = Comparison.state(record);
        WireState wire = WireState.of(state);
        String id = record.id().toString();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("fields", wire.fields());
        row.put("clocks", wire.clocks());
        row.put("deleted", wire.deleted() == null ? null : wire.deleted().value());
        row.put(
                "deleted_clock",
                wire.deleted() == null ? null : wire.deleted().clock().toString());
        row.put("leaf", RecordHash.leaf(id));
        row.put("hash", RecordHash.of(id, state));
        row.put(
                "bytes",
                json.write(wire.fields()).length() + json.write(wire.clocks()).length());
        return row;
    }

    Uni<Void> drop(UUID restoreId) {
        return sql.execute(DROP, Tuple.of(restoreId)).replaceWithVoid();
    }

    /** What replicas left behind that stopped in the middle. */
    Uni<Void> dropForgotten() {
        return sql.execute(DROP_FORGOTTEN, Tuple.tuple()).replaceWithVoid();
    }
}
