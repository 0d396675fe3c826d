package dev.xeocontext.kit.op;

import dev.xeocontext.contracts.digest.RecordHash;
import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.WireState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table of a collection's records. Whatever the collection, the op path knows these columns only: {@code store_id,
 * id, fields jsonb, clocks json, deleted, deletion_clock, leaf, hash, created_at, updated_at, purged}; what queries need of
 * the fields, a migration generates from {@code fields}, in a way that bears a purged record, which has none.
 *
 * <p>{@code purged} is false by default and never true of a record that is not deleted ({@code check (deleted or not
 * purged)}). An index on {@code (purged, deletion_clock) where deleted} finds what is to be purged, and what was.
 */
final class RecordTable {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String KEYS = "unnest($1::uuid[], $2::uuid[]) as k (store_id, id)";
    private static final String STATES = """
            unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::bigint[], $8::smallint[])
              as n (store_id, id, fields, clocks, deleted, deletion_clock, hash, leaf)""";

    private final StateColumns columns;
    private final String key;
    private final String lock;
    private final String insert;
    private final String update;

    RecordTable(String table, StateColumns columns) {
        this.columns = columns;
        this.key = table + "_pkey";
        this.lock = """
                select t.store_id, t.id, t.fields::text, t.clocks::text, t.deleted, t.deletion_clock,
                  t.created_at, t.updated_at, t.purged
                from %s t join %s on t.store_id = k.store_id and t.id = k.id
                order by t.store_id, t.id for update of t""".formatted(table, KEYS);
        this.insert = """
                insert into %s (store_id, id, fields, clocks, deleted, deletion_clock, hash, leaf, created_at, updated_at)
                select store_id, id, fields::jsonb, clocks::json, deleted, deletion_clock, hash, leaf, $9, $9 from %s""".formatted(table, STATES);
        this.update = """
                update %s t set fields = n.fields::jsonb, clocks = n.clocks::json, deleted = n.deleted,
                  deletion_clock = n.deletion_clock, hash = n.hash, updated_at = $9
                from %s where t.store_id = n.store_id and t.id = n.id""".formatted(table, STATES);
    }

    /** A row to write. */
    record Line(UUID storeId, Held held) {}

    /** Locks the rows that are there, in the order of their keys. */
    Uni<Map<RecordKey, Held>> lock(SqlClient client, List<RecordKey> sortedKeys) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfUUID(Sql.uuids(sortedKeys, RecordKey::storeId))
                .addArrayOfUUID(Sql.uuids(sortedKeys, RecordKey::id));
        return Sql.run(client, lock, parameters).map(rows -> {
            Map<RecordKey, Held> held = new HashMap<>();
            for (Row row : rows) {
                held.put(new RecordKey(row.getUUID("store_id"), row.getUUID("id")), held(row));
            }
            return held;
        });
    }

    private Held held(Row row) {
        return new Held(
                row.getUUID("id"),
                columns.read(
                        row.getString("fields"),
                        row.getString("clocks"),
                        row.getBoolean("deleted"),
                        row.getString("deletion_clock")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant(),
                row.getBoolean("purged"));
    }

    /**
     * Adds rows that were not there when their keys were locked. Fails with {@link ConcurrentCreation} when one is there
     * by now.
     */
    Uni<Void> insert(SqlClient client, List<Line> sortedLines, Instant now) {
        return Sql.run(client, insert, states(sortedLines, now))
                .replaceWithVoid()
                .onFailure(this::isCreation)
                .transform(failure -> new ConcurrentCreation());
    }

    private boolean isCreation(Throwable failure) {
        return failure instanceof PgException database
                && UNIQUE_VIOLATION.equals(database.getSqlState())
                && key.equals(database.getConstraint());
    }

    Uni<Void> update(SqlClient client, List<Line> sortedLines, Instant now) {
        return Sql.run(client, update, states(sortedLines, now)).replaceWithVoid();
    }

    private Tuple states(List<Line> lines, Instant now) {
        List<WireState> states =
                lines.stream().map(line -> WireState.of(line.held().state())).toList();
        return Tuple.tuple()
                .addArrayOfUUID(Sql.uuids(lines, Line::storeId))
                .addArrayOfUUID(Sql.uuids(lines, line -> line.held().id()))
                .addArrayOfString(Sql.texts(states, state -> columns.write(state.fields())))
                .addArrayOfString(Sql.texts(states, state -> columns.write(state.clocks())))
                .addArrayOfBoolean(lines.stream()
                        .map(line -> line.held().state().isDeleted())
                        .toArray(Boolean[]::new))
                .addArrayOfString(states.stream()
                        .map(state -> deletionClock(state.deleted()))
                        .toArray(String[]::new))
                .addArrayOfLong(lines.stream().map(line -> line.held().hash()).toArray(Long[]::new))
                .addArrayOfShort(lines.stream().map(RecordTable::leaf).toArray(Short[]::new))
                .addOffsetDateTime(OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
    }

    private static Short leaf(Line line) {
        return (short) RecordHash.leaf(line.held().id().toString());
    }

    private static @Nullable String deletionClock(@Nullable Deletion deletion) {
        return deletion == null ? null : deletion.clock().toString();
    }
}
