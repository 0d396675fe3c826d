package dev.xeocontext.sync.client;

import dev.xeocontext.sync.sql.TimelySql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Connections and replicas in the database; a statement for a batch, whatever its size. */
@Singleton
class ClientSessionRepository {

    private static final String WRITE = """
            insert into client_sessions (id, store_id, session_id, device_id, name, platform, node, replica, connected_at,
                closed_at, close_code)
            select id, store_id, session_id, device_id, name, platform, node, $1, connected_at, closed_at, close_code
            from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[],
                $9::timestamptz[], $10::timestamptz[], $11::integer[])
                as t (id, store_id, session_id, device_id, name, platform, node, connected_at, closed_at, close_code)
            on conflict (id) do update
            set closed_at = case when client_sessions.presumed then excluded.closed_at
                                 else coalesce(excluded.closed_at, client_sessions.closed_at) end,
                close_code = coalesce(excluded.close_code, client_sessions.close_code),
                presumed = false""";

    /** A row that was not there before has no {@code xmax}. */
    private static final String SIGN_OF_LIFE = """
            insert into replicas (id, seen_at) values ($1, now())
            on conflict (id) do update set seen_at = excluded.seen_at
            returning xmax = 0 as unknown""";

    private static final String CLOSE_THOSE_OF_THE_DEAD = """
            with dead as (
                delete from replicas where seen_at < now() - make_interval(secs => $1) returning id, seen_at),
            left_open as (
                update client_sessions s set closed_at = greatest(dead.seen_at, s.connected_at), presumed = true
                from dead where s.replica = dead.id and s.closed_at is null
                returning 1),
            written_late as (
                update client_sessions s set closed_at = greatest(now(), s.connected_at), presumed = true
                where s.closed_at is null and not exists (select from replicas where replicas.id = s.replica)
                returning 1)
            select (select count(*) from left_open) + (select count(*) from written_late) as closed""";

    private static final String FORGET = """
            delete from client_sessions where id in (
                select id from client_sessions where closed_at < $1 order by closed_at limit $2)""";

    private final TimelySql sql;

    ClientSessionRepository(TimelySql sql) {
        this.sql = sql;
    }

    /**
     * Writes each as it is now, whether it was written before or not. What its replica has closed stays closed, should an
     * older state of it come late; what another one closed, on a presumption, is opened again.
     */
    Uni<Void> write(UUID replica, List<ClientSession> sessions) {
        Tuple values = Tuple.tuple()
                .addUUID(replica)
                .addArrayOfUUID(column(sessions, UUID[]::new, ClientSession::id))
                .addArrayOfUUID(column(sessions, UUID[]::new, ClientSession::storeId))
                .addArrayOfUUID(column(sessions, UUID[]::new, ClientSession::sessionId))
                .addArrayOfUUID(column(sessions, UUID[]::new, ClientSession::deviceId))
                .addArrayOfString(column(sessions, String[]::new, ClientSession::name))
                .addArrayOfString(column(sessions, String[]::new, ClientSession::platform))
                .addArrayOfString(column(sessions, String[]::new, ClientSession::node))
                .addArrayOfOffsetDateTime(
                        column(sessions, OffsetDateTime[]::new, session -> utc(session.connectedAt())))
                .addArrayOfOffsetDateTime(column(sessions, OffsetDateTime[]::new, session -> utc(session.closedAt())))
                .addArrayOfInteger(column(sessions, Integer[]::new, ClientSession::closeCode));
        return sql.execute(WRITE, values).replaceWithVoid();
    }

    /** Says that the replica is there; answers whether that was not known, or no longer. */
    Uni<Boolean> signOfLife(UUID replica) {
        return sql.execute(SIGN_OF_LIFE, Tuple.of(replica))
                .map(rows -> rows.iterator().next().getBoolean("unknown"));
    }

    /**
     * Closes what replicas left open that gave no sign of life for so many seconds, and what one wrote that had been taken
     * for dead by then; answers how much that was. A replica that turns out to be there opens its own again.
     */
    Uni<Long> closeThoseOfTheDead(double seconds) {
        return sql.execute(CLOSE_THOSE_OF_THE_DEAD, Tuple.of(seconds))
                .map(rows -> rows.iterator().next().getLong("closed"));
    }

    /** Forgets some of those that were over by then; answers how many. */
    Uni<Integer> forget(Instant closedBefore, int atMost) {
        return sql.execute(FORGET, Tuple.of(utc(closedBefore), atMost)).map(rows -> rows.rowCount());
    }

    private static <T extends @Nullable Object> T[] column(
            List<ClientSession> sessions, IntFunction<T[]> array, Function<ClientSession, T> value) {
        return sessions.stream().map(value).toArray(array);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
