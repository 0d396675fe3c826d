package dev.xeocontext.sync.client;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
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
            on conflict (id) do update set closed_at = excluded.closed_at, close_code = excluded.close_code""";

    /** A row that was not there before has no {@code xmax}. */
    private static final String SIGN_OF_LIFE = """
            insert into replicas (id, seen_at) values ($1, now())
            on conflict (id) do update set seen_at = excluded.seen_at
            returning xmax = 0 as unknown""";

    private static final String CLOSE_THOSE_OF_THE_DEAD = """
            with dead as (
                delete from replicas where seen_at < now() - make_interval(secs => $1) returning id, seen_at)
            update client_sessions s set closed_at = greatest(dead.seen_at, s.connected_at)
            from dead where s.replica = dead.id and s.closed_at is null""";

    private static final String FORGET = """
            delete from client_sessions where id in (
                select id from client_sessions where closed_at < $1 order by closed_at limit $2)""";

    private final Pool pool;

    ClientSessionRepository(Pool pool) {
        this.pool = pool;
    }

    /** Writes each as it is now, whether it was written before or not. */
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
        return pool.preparedQuery(WRITE).execute(values).replaceWithVoid();
    }

    /** Says that the replica is there; answers whether that was not known, or no longer. */
    Uni<Boolean> signOfLife(UUID replica) {
        return pool.preparedQuery(SIGN_OF_LIFE)
                .execute(Tuple.of(replica))
                .map(rows -> rows.iterator().next().getBoolean("unknown"));
    }

    /** Closes what replicas left open that gave no sign of life for so many seconds; answers how much that was. */
    Uni<Integer> closeThoseOfTheDead(double seconds) {
        return pool.preparedQuery(CLOSE_THOSE_OF_THE_DEAD)
                .execute(Tuple.of(seconds))
                .map(rows -> rows.rowCount());
    }

    /** Forgets some of those that were over by then; answers how many. */
    Uni<Integer> forget(Instant closedBefore, int atMost) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(utc(closedBefore), atMost))
                .map(rows -> rows.rowCount());
    }

    private static <T extends @Nullable Object> T[] column(
            List<ClientSession> sessions, IntFunction<T[]> array, Function<ClientSession, T> value) {
        return sessions.stream().map(value).toArray(array);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
