package dev.xeocontext.sync.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.sync.log.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ClientSessionRepositoryTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final TestDatabase DATABASE = TestDatabase.open();

    private final ClientSessionRepository repository = new ClientSessionRepository(DATABASE.sql());
    private final UUID replica = UUID.randomUUID();
    private final ClientSession phone = session("Phone", NOON, null, null);
    private final ClientSession tablet = session(null, NOON, NOON.plusSeconds(5), 4409);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static ClientSession session(
            @Nullable String name, Instant at, @Nullable Instant closedAt, @Nullable Integer code) {
        return new ClientSession(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                name,
                "android",
                null,
                at,
                closedAt,
                code);
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(30));
    }

    private static List<Row> rows(String sql, UUID id) {
        return await(DATABASE.pool()
                .preparedQuery(sql)
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().toList()));
    }

    private static Row row(ClientSession session) {
        return rows("select * from client_sessions where id = $1", session.id()).getFirst();
    }

    private void ageReplica(int seconds) {
        await(DATABASE.pool()
                .preparedQuery("update replicas set seen_at = now() - make_interval(secs => $2) where id = $1")
                .execute(Tuple.of(replica, (double) seconds)));
    }

    @Test
    void writesABatchAndThenItsEnd() {
        await(repository.write(replica, List.of(phone, tablet)));
        assertThat(row(phone).getString("name")).isEqualTo("Phone");
        assertThat(row(phone).getOffsetDateTime("closed_at")).isNull();
        assertThat(row(tablet).getString("name")).isNull();
        assertThat(row(tablet).getInteger("close_code")).isEqualTo(4409);

        await(repository.write(replica, List.of(phone.closed(NOON.plusSeconds(9), null))));
        assertThat(row(phone).getOffsetDateTime("closed_at").toInstant()).isEqualTo(NOON.plusSeconds(9));
        assertThat(row(phone).getInteger("close_code")).isNull();
        assertThat(row(phone).getUUID("replica")).isEqualTo(replica);
    }

    @Test
    void endsWhatADeadReplicaLeftOpenWhenItWasLastSeen() {
        await(repository.signOfLife(replica));
        await(repository.write(replica, List.of(phone)));
        await(repository.closeThoseOfTheDead(60));
        assertThat(row(phone).getOffsetDateTime("closed_at")).isNull();

        ageReplica(90);
        assertThat(await(repository.closeThoseOfTheDead(60))).isPositive();
        assertThat(row(phone).getOffsetDateTime("closed_at").toInstant())
                .isBefore(Instant.now().minusSeconds(60));
        assertThat(rows("select * from replicas where id = $1", replica)).isEmpty();
    }

    @Test
    void tellsAReplicaThatItWasTakenForDead() {
        assertThat(await(repository.signOfLife(replica))).isTrue();
        assertThat(await(repository.signOfLife(replica))).isFalse();

        ageReplica(90);
        await(repository.closeThoseOfTheDead(60));
        assertThat(await(repository.signOfLife(replica))).isTrue();
    }

    @Test
    void opensAgainWhatWasClosedOnAPresumption() {
        await(repository.signOfLife(replica));
        await(repository.write(replica, List.of(phone)));
        ageReplica(90);
        await(repository.closeThoseOfTheDead(60));

        await(repository.write(replica, List.of(phone)));
        assertThat(row(phone).getOffsetDateTime("closed_at")).isNull();
        await(repository.write(replica, List.of(phone.closed(NOON.plusSeconds(9), CloseCode.TOO_SLOW))));
        assertThat(row(phone).getInteger("close_code")).isEqualTo(4408);
    }

    @Test
    void doesNotOpenAgainWhatItsReplicaHasClosed() {
        await(repository.write(replica, List.of(phone.closed(NOON.plusSeconds(9), CloseCode.TOO_SLOW))));

        await(repository.write(replica, List.of(phone)));

        assertThat(row(phone).getOffsetDateTime("closed_at").toInstant()).isEqualTo(NOON.plusSeconds(9));
        assertThat(row(phone).getInteger("close_code")).isEqualTo(4408);
    }

    @Test
    void endsWhatAReplicaWroteThatHadBeenTakenForDead() {
        await(repository.signOfLife(replica));
        ageReplica(90);
        await(repository.closeThoseOfTheDead(60));
        await(repository.write(replica, List.of(phone)));

        assertThat(await(repository.closeThoseOfTheDead(60))).isPositive();
        assertThat(row(phone).getOffsetDateTime("closed_at")).isNotNull();
    }

    @Test
    void forgetsWhatIsOverForLong() {
        ClientSession old = session("Old", NOON, Instant.EPOCH.plusSeconds(1), 4401);
        await(repository.write(replica, List.of(old, tablet, phone)));

        assertThat(await(repository.forget(Instant.EPOCH.plusSeconds(2), 100))).isEqualTo(1);
        assertThat(rows("select id from client_sessions where id = $1", old.id()))
                .isEmpty();
        assertThat(row(tablet)).isNotNull();
        assertThat(row(phone)).isNotNull();
    }
}
