package dev.xeocontext.sync.log;

import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.sync.log.LeafChange.Hashed;
import dev.xeocontext.sync.log.Numbering.Placed;
import dev.xeocontext.sync.log.RecordMerge.Merged;
import dev.xeocontext.sync.log.RecordMerge.Outcome;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an append writes: a statement per table, whatever the number of events. */
@Singleton
class LogWrites {

    private static final String INSERT_LOG = """
            insert into log (store_id, seq, event_id, collection, record_id, kind, changed, clocks, deleted,
                             deleted_clock, op_id, device_id, bytes, leaf, count_delta, hash_delta,
                             created, seen_before, seen_after)
            select store_id, seq, event_id, collection, record_id, kind, changed::json, clocks::json, deleted,
                   deleted_clock, op_id, device_id, bytes, leaf, count_delta, hash_delta,
                   created, seen_before::json, seen_after::json
            from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[],
                        $8::text[], $9::boolean[], $10::text[], $11::uuid[], $12::uuid[], $13::integer[],
                        $14::smallint[], $15::smallint[], $16::bigint[], $17::boolean[], $18::text[], $19::text[])
                 as new (store_id, seq, event_id, collection, record_id, kind, changed, clocks, deleted,
                         deleted_clock, op_id, device_id, bytes, leaf, count_delta, hash_delta,
                         created, seen_before, seen_after)""";

    private static final String RECORDS = """
            unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::boolean[], $7::text[],
                   $8::bigint[], $9::smallint[], $10::bigint[], $11::integer[])
              as new (store_id, collection, id, fields, clocks, deleted, deleted_clock, last_seq, leaf, hash, bytes)""";

    /** Nobody else can have made them meanwhile: whoever writes a store's records holds the lock of its head. */
    private static final String INSERT_RECORDS = """
            insert into records (store_id, collection, id, fields, clocks, deleted, deleted_clock, last_seq, leaf,
                                 hash, bytes)
            select store_id, collection, id, fields::json, clocks::json, deleted, deleted_clock, last_seq, leaf,
                   hash, bytes
            from %s""".formatted(RECORDS);

    private static final String UPDATE_RECORDS = """
            update records
            set fields = new.fields::json, clocks = new.clocks::json, deleted = new.deleted,
                deleted_clock = new.deleted_clock, last_seq = new.last_seq, hash = new.hash, bytes = new.bytes
            from %s
            where records.store_id = new.store_id and records.collection = new.collection and records.id = new.id""".formatted(RECORDS);

    private static final String MOVE_HEADS = """
            update stores set head = new.head, synced_at = now()
            from unnest($1::uuid[], $2::bigint[]) as new (store_id, head)
            where stores.store_id = new.store_id""";

    private final RecordJson json;

    LogWrites(RecordJson json) {
        this.json = json;
    }

    /** Everything that is to be written, each statement by itself. */
    List<Uni<Void>> statements(
            SqlConnection connection,
            List<Placed> placed,
            Outcome outcome,
            List<Sides> sides,
            List<Appended> appended) {
        List<Uni<Void>> statements = new ArrayList<>();
        statements.add(run(connection, INSERT_LOG, logRows(placed, outcome.leafChanges(), sides)));
        statements.add(run(connection, MOVE_HEADS, heads(appended)));
        Map<Boolean, List<Map.Entry<RecordKey, Merged>>> records = outcome.records().entrySet().stream()
                .collect(Collectors.partitioningBy(entry -> entry.getValue().isNew()));
        records.forEach((isNew, some) -> {
            if (!some.isEmpty()) {
                String sql = isNew ? INSERT_RECORDS : UPDATE_RECORDS;
                statements.add(run(connection, sql, recordRows(some)));
            }
        });
        return statements;
    }

    private static Uni<Void> run(SqlConnection connection, String sql, Tuple rows) {
        return connection.preparedQuery(sql).execute(rows).replaceWithVoid();
    }

    private static Tuple heads(List<Appended> appended) {
        return Tuple.of(
                appended.stream().map(Appended::storeId).toArray(UUID[]::new),
                appended.stream().map(Appended::to).toArray(Long[]::new));
    }

    private static Tuple logRows(List<Placed> placed, List<LeafChange> leafChanges, List<Sides> sides) {
        int size = placed.size();
        UUID[] stores = new UUID[size];
        Long[] seqs = new Long[size];
        UUID[] events = new UUID[size];
        String[] collections = new String[size];
        UUID[] ids = new UUID[size];
        String[] kinds = new String[size];
        String[] changed = new String[size];
        String[] clocks = new String[size];
        @Nullable Boolean[] deleted = new Boolean[size];
        @Nullable String[] deletedClocks = new String[size];
        @Nullable UUID[] ops = new UUID[size];
        @Nullable UUID[] devices = new UUID[size];
        Integer[] bytes = new Integer[size];
        Short[] leaves = new Short[size];
        Short[] counts = new Short[size];
        Long[] hashes = new Long[size];
        for (int i = 0; i < size; i++) {
            Change change = placed.get(i).change();
            stores[i] = change.storeId();
            seqs[i] = placed.get(i).seq();
            events[i] = change.eventId();
            collections[i] = change.collection();
            ids[i] = change.id();
            kinds[i] = Columns.kind(change.kind());
            changed[i] = change.changed();
            clocks[i] = change.clocks();
            deleted[i] = Columns.deleted(change.deleted());
            deletedClocks[i] = Columns.deletedClock(change.deleted());
            ops[i] = change.opId();
            devices[i] = change.deviceId();
            bytes[i] = change.bytes();
            LeafChange leafChange = leafChanges.get(i);
            leaves[i] = (short) leafChange.leaf();
            counts[i] = (short) leafChange.count();
            hashes[i] = leafChange.hash();
        }
        return Tuple.tuple(List.of(
                stores,
                seqs,
                events,
                collections,
                ids,
                kinds,
                changed,
                clocks,
                deleted,
                deletedClocks,
                ops,
                devices,
                bytes,
                leaves,
                counts,
                hashes,
                sides.stream().map(Sides::created).toArray(Boolean[]::new),
                sides.stream().map(Sides::before).toArray(String[]::new),
                sides.stream().map(Sides::after).toArray(String[]::new)));
    }

    private Tuple recordRows(List<Map.Entry<RecordKey, Merged>> records) {
        int size = records.size();
        UUID[] stores = new UUID[size];
        String[] collections = new String[size];
        UUID[] ids = new UUID[size];
        String[] fields = new String[size];
        String[] clocks = new String[size];
        @Nullable Boolean[] deleted = new Boolean[size];
        @Nullable String[] deletedClocks = new String[size];
        Long[] lastSeqs = new Long[size];
        Short[] leaves = new Short[size];
        Long[] hashes = new Long[size];
        Integer[] bytes = new Integer[size];
        int i = 0;
        for (Map.Entry<RecordKey, Merged> entry : records) {
            RecordKey key = entry.getKey();
            Hashed record = entry.getValue().record();
            WireState wire = WireState.of(record.state());
            stores[i] = key.storeId();
            collections[i] = key.collection();
            ids[i] = key.id();
            fields[i] = json.write(wire.fields());
            clocks[i] = json.write(wire.clocks());
            deleted[i] = Columns.deleted(wire.deleted());
            deletedClocks[i] = Columns.deletedClock(wire.deleted());
            lastSeqs[i] = entry.getValue().lastSeq();
            leaves[i] = (short) RecordHash.leaf(key.id().toString());
            hashes[i] = record.hash();
            bytes[i] = fields[i].length() + clocks[i].length();
            i++;
        }
        return Tuple.tuple(List.of(
                stores, collections, ids, fields, clocks, deleted, deletedClocks, lastSeqs, leaves, hashes, bytes));
    }
}
