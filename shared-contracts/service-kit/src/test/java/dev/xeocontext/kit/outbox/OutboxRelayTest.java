package dev.xeocontext.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.kit.KitDatabase;
import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.kit.time.Deadlines;
import dev.xeocontext.kit.time.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxRelayTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final KitDatabase database = KitDatabase.start();
    private final Outbox outbox =
            new Outbox("kit", new ObjectMapper(), new Ids(InstantSource.system(), new Random(1)), 1_000_000);
    private final Instant now = Instant.EPOCH;
    private final OldestAge age = new OldestAge(() -> now);
    private final FragileBroker broker = new FragileBroker();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void sendsWhatIsOverdueRoundAfterRoundAndRemovesIt() {
        write(25);

        relay(Map.of("relay-batch", "10")).relay().await().atMost(DEADLINE);

        assertThat(broker.confirmed()).hasSize(25).doesNotHaveDuplicates();
        assertThat(rows()).isZero();
        assertThat(age.seconds()).isZero();
    }

    @Test
    void leavesAloneWhatIsNotOverdue() {
        write(3);
        database.run("update outbox set created_at = now()");

        relay(Map.of("resend-after", "1h")).relay().await().atMost(DEADLINE);

        assertThat(broker.confirmed()).isEmpty();
        assertThat(rows()).isEqualTo(3);
    }

    @Test
    void takesNothingWhileTheBrokerIsAway() {
        write(3);
        broker.goAway();

        relay(Map.of()).relay().await().atMost(DEADLINE);

        assertThat(database.number("select count(*) as n from outbox where attempts = 0 and next_try is null"))
                .isEqualTo(3);
        assertThat(age.seconds()).isGreaterThan(60);
    }

    @Test
    void aRoundIsBoundedInBytesButForASingleMessage() {
        database.run("""
                insert into outbox (id, store_id, routing_key, payload, created_at)
                select gen_random_uuid(), gen_random_uuid(), 'kit.0', repeat('é', 5000), now() - interval '1 minute'
                from generate_series(1, 10)""");

        List<Outbox.Claimed> some = claim(100, 25_000);
        List<Outbox.Claimed> one = claim(100, 1);

        assertThat(some).hasSize(3);
        assertThat(one).hasSize(1);
    }

    @Test
    void thePrimaryKeyIsAllThatIsNeeded() {
        String plan = database.plan(Outbox.CLAIM, Tuple.of(2.0, 200, 8_000_000L, 30.0))
                + database.plan(Outbox.OLDEST, Tuple.tuple());

        assertThat(plan.lines().filter(line -> line.contains(" on outbox")))
                .filteredOn(line -> !line.contains("Update"))
                .hasSizeGreaterThan(1)
                .allMatch(line -> line.contains("Index Scan using outbox_pkey"));
        assertThat(plan).doesNotContain("Sort Key: outbox");
    }

    @Test
    void whatOneRelayHasIsNotTakenByAnother() {
        write(3);

        assertThat(claim(2, 1_000)).hasSize(2);
        assertThat(claim(2, 1_000)).hasSize(1);
        assertThat(claim(2, 1_000)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 11})
    void whatKeepsTakingItsChannelAlongBlocksNobody(int place) {
        write(12);
        String poison = database.row("select id::text as id from outbox order by id offset %d limit 1".formatted(place))
                .getString("id");
        broker.poison(poison);
        OutboxRelay relay = relay(Map.of("resend-after", "1ms"));

        await().atMost(DEADLINE).until(() -> {
            broker.mend();
            relay.relay().await().atMost(DEADLINE);
            return rows() == 1;
        });

        assertThat(database.row("select id::text as id from outbox").getString("id"))
                .isEqualTo(poison);
        assertThat(broker.confirmed()).hasSize(11).doesNotContain(poison);
    }

    @Test
    void whatWasSentInVainWaitsLongerEachTime() {
        write(1);
        broker.poison(database.row("select id::text as id from outbox").getString("id"));
        OutboxRelay relay = relay(Map.of("resend-after", "10s", "resend-at-latest-after", "35s"));
        double[] pauses = new double[4];

        for (int i = 0; i < pauses.length; i++) {
            broker.mend();
            relay.relay().await().atMost(DEADLINE);
            Row row = database.row("select round(extract(epoch from next_try - now()))::float8 as n from outbox");
            pauses[i] = row.getDouble("n");
            database.run("update outbox set next_try = now() - interval '1 second'");
        }

        assertThat(pauses[0]).isBetween(1.0, 10.0);
        assertThat(pauses[1]).isBetween(11.0, 20.0);
        assertThat(pauses[2]).isBetween(21.0, 35.0);
        assertThat(pauses[3]).isBetween(21.0, 35.0);
    }

    @Test
    void comesToAnEndThoughTheDatabaseDoesNotAnswer() {
        age.found(0);
        OutboxRelay relay =
                new OutboxRelay(database.pool(), outbox, broker, TestConfig.with(Map.of()), atOnce(), atOnce(), age);

        assertThat(relay.relay().await().atMost(DEADLINE)).isNull();
    }

    @Test
    void comesToAnEndThoughTheBrokerDoesNotAnswer() {
        write(2);
        broker.fallSilent();
        OutboxRelay relay =
                new OutboxRelay(database.pool(), outbox, broker, TestConfig.with(Map.of()), never(), atOnce(), age);

        relay.relay().await().atMost(DEADLINE);

        assertThat(database.number("select count(*) as n from outbox where attempts = 1"))
                .isEqualTo(2);
    }

    private OutboxRelay relay(Map<String, String> wanted) {
        return new OutboxRelay(database.pool(), outbox, broker, TestConfig.with(wanted), never(), never(), age);
    }

    private static Deadline never() {
        return new Deadlines((time, task) -> () -> {}, new SimpleMeterRegistry()).of("test", DEADLINE);
    }

    /** Over before anything can be answered. */
    private static Deadline atOnce() {
        return new Deadlines(
                        (time, task) -> {
                            task.run();
                            return () -> {};
                        },
                        new SimpleMeterRegistry())
                .of("test", DEADLINE);
    }

    private List<Outbox.Claimed> claim(int limit, long bytes) {
        return outbox.claim(database.pool(), Duration.ofSeconds(1), limit, bytes, Duration.ofHours(1))
                .await()
                .atMost(DEADLINE);
    }

    private void write(int count) {
        List<OutboxMessage> messages = Messages.some(count);
        outbox.add(database.pool(), messages).await().atMost(DEADLINE);
        database.run("update outbox set created_at = now() - interval '2 minutes'");
    }

    private long rows() {
        return database.number("select count(*) as n from outbox");
    }
}
