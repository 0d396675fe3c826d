package dev.xeocontext.sync.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads from PostgreSQL. A page is cut by its bytes before its values are read, so that a page of great records costs
 * the database no more than a page of small ones.
 */
@Singleton
@Typed(PgLogReader.class)
class PgLogReader implements LogReader {

    private static final String PLACE = """
        select epoch, head, compacted_to, purged_seq, at_head.event_id as head_event, asked.event_id as asked_event
        from stores
        left join log at_head on at_head.store_id = stores.store_id and at_head.seq = head
        left join log asked on asked.store_id = stores.store_id and asked.seq = $2
        where stores.store_id = $1\
        """;

    private static final String HEADS = "select store_id, epoch, head from stores where store_id = any($1)";

    private static final String EVENTS = events("");
    private static final String EVENTS_AND_SIDES = events("created, seen_before::text, seen_after::text,");

    /** Where a page begins is a bound of the index whatever the plan; a condition with "or" would be a filter. */
    static final String RECORDS = """
        select collection, id, fields::text, clocks::text, deleted, deleted_clock, last_seq, found
        from (select *, sum(bytes) over (order by id) - bytes as bytes_before, count(*) over () as found,
                     row_number() over (order by id) as place
              from (select * from records
                    where store_id = $1 and collection = $2
                          and id >= coalesce($3, '00000000-0000-0000-0000-000000000000'::uuid)
                          and id is distinct from $3
                    order by id limit $4 + 1) as next) as page
        where bytes_before < $5 and place <= $4
        order by id\
        """;

    private static final String CHANGED = """
        select collection, id, fields::text, clocks::text, deleted, deleted_clock, last_seq, found
        from (select *, sum(bytes) over (order by last_seq) - bytes as bytes_before, count(*) over () as found,
                     row_number() over (order by last_seq) as place
              from (select * from records
                    where store_id = $1 and collection = any($2) and last_seq > $3
                    order by last_seq limit $4 + 1) as next) as page
        where bytes_before < $5 and place <= $4
        order by last_seq\
        """;

    private static final String FIND = """
        select collection, id, fields::text, clocks::text, deleted, deleted_clock, last_seq, found
        from (select records.*, sum(bytes) over (order by id) - bytes as bytes_before, count(*) over () as found
              from records
              where store_id = $1 and collection = $2 and id = any($3)) as page
        where bytes_before < $4
        order by id\
        """;

    private final Pool pool;
    private final Stores stores;
    private final LogConfig config;

    PgLogReader(Pool pool, Stores stores, LogConfig config) {
        this.pool = pool;
        this.stores = stores;
        this.config = config;
    }

    @Override
    public Uni<StorePlace> place(UUID storeId, long seq) {
        return find(storeId, seq)
                .chain(found -> found.isEmpty()
                        ? stores.create(List.of(storeId))
                                .chain(() -> find(storeId, seq))
                                .map(List::getFirst)
                        : Uni.createFrom().item(found.getFirst()));
    }

    private Uni<List<StorePlace>> find(UUID storeId, long seq) {
        return pool.preparedQuery(PLACE)
                .execute(Tuple.of(storeId, seq))
                .map(rows -> list(
                        rows,
                        row -> new StorePlace(
                                row.getUUID("epoch"),
                                row.getLong("head"),
                                row.getUUID("head_event"),
                                row.getUUID("asked_event"),
                                row.getLong("compacted_to"),
                                row.getLong("purged_seq"))));
    }

    @Override
    public Uni<Map<UUID, StoreHead>> heads(Collection<UUID> storeIds) {
        UUID[] ids = storeIds.toArray(UUID[]::new);
        return pool.preparedQuery(HEADS).execute(Tuple.of(ids)).map(rows -> {
            Map<UUID, StoreHead> heads = HashMap.newHashMap(rows.size());
            rows.forEach(row ->
                    heads.put(row.getUUID("store_id"), new StoreHead(row.getUUID("epoch"), row.getLong("head"))));
            return heads;
        });
    }

    @Override
    public Uni<Page<LogEntry>> events(UUID storeId, long seq, boolean sides) {
        return pool.preparedQuery(sides ? EVENTS_AND_SIDES : EVENTS)
                .execute(Tuple.of(storeId, seq, config.pageRows(), config.pageBytes()))
                .map(rows -> page(rows, row -> entry(storeId, row, sides ? sides(row) : null)));
    }

    @Override
    public Uni<Page<StoredRecord>> records(UUID storeId, String collection, @Nullable UUID after) {
        return pool.preparedQuery(RECORDS)
                .execute(Tuple.of(storeId, collection, after, config.pageRows(), config.pageBytes()))
                .map(rows -> page(rows, PgLogReader::record));
    }

    @Override
    public Uni<Page<StoredRecord>> changed(UUID storeId, Collection<String> collections, long seq) {
        String[] names = collections.toArray(String[]::new);
        return pool.preparedQuery(CHANGED)
                .execute(Tuple.of(storeId, names, seq, config.pageRows(), config.pageBytes()))
                .map(rows -> page(rows, PgLogReader::record));
    }

    @Override
    public Uni<Page<StoredRecord>> find(UUID storeId, String collection, Collection<UUID> ids) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(storeId, collection, ids.toArray(UUID[]::new), config.pageBytes()))
                .map(rows -> page(rows, PgLogReader::record));
    }

    private static String events(String more) {
        return """
            select seq, event_id, collection, record_id, kind, changed::text, clocks::text, deleted, deleted_clock,
                   op_id, device_id, %s found
            from (select *, sum(bytes) over (order by seq) - bytes as bytes_before, count(*) over () as found,
                         row_number() over (order by seq) as place
                  from (select * from log where store_id = $1 and seq > $2 order by seq limit $3 + 1) as next) as page
            where bytes_before < $4 and place <= $3
            order by seq\
            """.formatted(more);
    }

    private static Sides sides(Row row) {
        return new Sides(row.getBoolean("created"), row.getString("seen_before"), row.getString("seen_after"));
    }

    private static LogEntry entry(UUID storeId, Row row, @Nullable Sides sides) {
        return new LogEntry(
                row.getLong("seq"),
                new Change(
                        storeId,
                        row.getUUID("event_id"),
                        row.getString("collection"),
                        row.getUUID("record_id"),
                        Columns.kind(row.getString("kind")),
                        row.getString("changed"),
                        row.getString("clocks"),
                        Columns.deletion(row),
                        row.getUUID("op_id"),
                        row.getUUID("device_id")),
                sides);
    }

    private static StoredRecord record(Row row) {
        return new StoredRecord(
                row.getString("collection"),
                row.getUUID("id"),
                row.getString("fields"),
                row.getString("clocks"),
                Columns.deletion(row),
                row.getLong("last_seq"));
    }

    private static <T> Page<T> page(RowSet<Row> rows, Function<Row, T> reader) {
        long found = rows.size() == 0 ? 0 : rows.iterator().next().getLong("found");
        return new Page<>(list(rows, reader), found > rows.size());
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> reader) {
        List<T> list = new ArrayList<>(rows.size());
        rows.forEach(row -> list.add(reader.apply(row)));
        return list;
    }
}
