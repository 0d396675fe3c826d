package dev.xeocontext.sync.handoff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.sql.TimelySql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The history of activities in the database, of each the latest states. */
@Singleton
class HistoryRepository implements History {

    /** What a device tells again, because it was not answered, is there already. The oldest beyond the bound go. */
    private static final String KEEP = """
            with known as (
                select from activity_history
                where $11::text = 'late' and store_id = $2 and activity_id = $3 and version = $4 and device_id = $5
                    and how = $11 and state = $10::text::jsonb),
            dropped as (
                delete from activity_history where not exists (select from known) and id in (
                    select id from activity_history where store_id = $2 and activity_id = $3
                    order by id desc offset $12::integer))
            insert into activity_history
                (id, store_id, activity_id, version, device_id, moved_to, kind, resource, title, state, how, told_at)
            select $1::uuid, $2::uuid, $3::uuid, $4::bigint, $5::uuid, $6::uuid, $7::text, $8::text, $9::text,
                $10::text::jsonb, $11::text, $13::timestamptz
            where not exists (select from known)""";

    private static final String LATEST = """
            select id, version, device_id, moved_to, kind, resource, title, state::text as state, how, told_at, noted_at
            from activity_history
            where store_id = $1 and activity_id = $2 and id < $3
            order by id desc limit $4""";

    private static final String FORGET = """
            delete from activity_history where id in (
                select id from activity_history where noted_at < $1 order by noted_at limit $2)""";

    /** Greater than every id. */
    private static final UUID NOW = new UUID(-1, -1);

    private final TimelySql sql;
    private final ObjectMapper json;
    private final Ids ids;
    private final int most;

    HistoryRepository(TimelySql sql, ObjectMapper json, Ids ids, HandoffConfig config) {
        this.sql = sql;
        this.json = json;
        this.ids = ids;
        this.most = config.historyStates();
    }

    @Override
    public Uni<Void> keep(UUID storeId, Past past) {
        Tuple values = Tuple.tuple()
                .addUUID(ids.next())
                .addUUID(storeId)
                .addUUID(past.activityId())
                .addLong(past.version())
                .addUUID(past.deviceId())
                .addUUID(past.movedTo())
                .addString(past.kind())
                .addString(past.resource())
                .addString(past.title())
                .addString(write(past.state()))
                .addString(past.how().name().toLowerCase(Locale.ROOT))
                .addInteger(most - 1)
                .addOffsetDateTime(Instant.ofEpochMilli(past.toldAt()).atOffset(ZoneOffset.UTC));
        return sql.execute(KEEP, values).replaceWithVoid();
    }

    /**
     * The history of an activity, the latest state first.
     *
     * @param before what comes after this one in the listing; {@code null} for the beginning
     */
    Uni<List<PastState>> latest(UUID storeId, UUID activityId, @Nullable UUID before, int atMost) {
        Tuple values = Tuple.of(storeId, activityId, before == null ? NOW : before, atMost);
        return sql.execute(LATEST, values)
                .map(rows -> rows.stream().map(this::read).toList());
    }

    /** Forgets some of what was kept by then; answers how many. */
    Uni<Integer> forget(Instant keptBefore, int atMost) {
        return sql.execute(FORGET, Tuple.of(keptBefore.atOffset(ZoneOffset.UTC), atMost))
                .map(rows -> rows.rowCount());
    }

    private PastState read(Row row) {
        return new PastState(
                row.getUUID("id"),
                row.getLong("version"),
                row.getUUID("device_id"),
                row.getUUID("moved_to"),
                row.getString("kind"),
                row.getString("resource"),
                row.getString("title"),
                state(row.getString("state")),
                row.getString("how"),
                row.getOffsetDateTime("told_at").toInstant(),
                row.getOffsetDateTime("noted_at").toInstant());
    }

    private String write(Map<String, @Nullable Object> state) {
        try {
            return json.writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every state can be written", e);
        }
    }

    private Map<String, @Nullable Object> state(String text) {
        try {
            return json.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database keeps JSON", e);
        }
    }
}
