package dev.xeocontext.sync.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.sync.digest.DigestFixture;
import dev.xeocontext.sync.digest.Digests;
import dev.xeocontext.sync.log.Changes;
import dev.xeocontext.sync.log.NewEvent;
import dev.xeocontext.sync.log.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is taken out, and when. */
class RetentionTest {

    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final TestDatabase DATABASE = TestDatabase.open();
    private static final Digests DIGESTS = DigestFixture.digests(DATABASE.pool());

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final UUID store = UUID.randomUUID();

    @AfterAll
    static void disconnect() {
        DATABASE.close();
    }

    @Test
    void keepsWhatIsYoung() {
        append(20);

        run(Duration.ofDays(29));

        assertThat(state().getLong("events")).isEqualTo(20);
    }

    @Test
    void compactsInBatchesButForTheNewest() {
        append(20);

        run(Duration.ofDays(31));

        assertThat(state().getLong("compacted_to")).isEqualTo(17);
        assertThat(state().getLong("events")).isEqualTo(3);
        assertThat(state().getLong("head")).isEqualTo(20);
        assertThat(meters.counter("xeo.sync.retention.compacted").count()).isGreaterThanOrEqualTo(17);
        assertThat(await(DIGESTS.of(store, "todos")).digest().root().count()).isEqualTo(20);
    }

    @Test
    void purgesTombstonesAndRemembersWhereTheyStood() {
        UUID todo = UUID.randomUUID();
        long deletedAt = Instant.now().toEpochMilli();
        append(List.of(
                Changes.titled(store, UUID.randomUUID(), todo, "Milk", deletedAt - 1),
                Changes.deletion(store, todo, true, deletedAt),
                Changes.titled(store, "Eggs")));

        run(Duration.ofDays(89));
        assertThat(state().getLong("purged_before")).isZero();
        run(Duration.ofDays(91));

        assertThat(state().getLong("purged_seq")).isEqualTo(2);
        assertThat(state().getLong("purged_before")).isGreaterThan(deletedAt);
        assertThat(records()).isEqualTo(1);
        assertThat(await(DIGESTS.of(store, "todos")).digest().root().count()).isEqualTo(1);
        assertThat(meters.counter("xeo.sync.retention.purged").count()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void keepsLateEventsOfPurgedRecordsOut() {
        UUID todo = UUID.randomUUID();
        long deletedAt = Instant.now().toEpochMilli();
        append(List.of(Changes.deletion(store, todo, true, deletedAt)));
        run(Duration.ofDays(91));

        append(List.of(
                Changes.titled(store, UUID.randomUUID(), todo, "Milk", deletedAt - 5),
                Changes.deletion(store, todo, true, deletedAt),
                Changes.deletion(store, todo, false, deletedAt - 1)));
        assertThat(records()).isZero();
        assertThat(state().getLong("head")).isEqualTo(1);

        append(List.of(Changes.deletion(store, todo, false, deletedAt + 1)));
        assertThat(records()).isEqualTo(1);
    }

    @Test
    void leavesAStoreToWhomeverIsAtIt() {
        append(20);
        SqlConnection other = await(DATABASE.pool().getConnection());
        try {
            await(other.query("begin").execute());
            await(other.preparedQuery("select from stores where store_id = $1 for update")
                    .execute(Tuple.of(store)));

            run(Duration.ofDays(31));

            assertThat(state().getLong("events")).isEqualTo(20);
        } finally {
            await(other.query("rollback").execute());
            await(other.close());
        }
        run(Duration.ofDays(31));
        assertThat(state().getLong("events")).isEqualTo(3);
    }

    private void append(int count) {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(Changes.titled(store, "todo " + i));
        }
        append(events);
    }

    private void append(List<NewEvent> events) {
        await(DATABASE.log().append(events));
    }

    /** As if so much time had passed. */
    private void run(Duration later) {
        RetentionConfig config = new SmallRetention(3, 4);
        StoreRows stores = new StoreRows();
        Instant now = Instant.now().plus(later);
        new Retention(
                        DATABASE.pool(),
                        DATABASE.sql(),
                        stores,
                        new Compaction(stores, DIGESTS, config),
                        new Purge(stores, DIGESTS, config),
                        config,
                        () -> now,
                        meters)
                .run()
                .await()
                .atMost(DEADLINE);
    }

    private long records() {
        return row("select count(*) as found from records where store_id = $1").getLong("found");
    }

    private Row state() {
        return row("select * from stores where store_id = $1");
    }

    private Row row(String sql) {
        return await(DATABASE.pool().preparedQuery(sql).execute(Tuple.of(store)))
                .iterator()
                .next();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DEADLINE);
    }
}
