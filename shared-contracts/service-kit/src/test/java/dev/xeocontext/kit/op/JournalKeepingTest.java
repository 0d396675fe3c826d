package dev.xeocontext.kit.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.kit.KitDatabase;
import dev.xeocontext.kit.time.Deadlines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalKeepingTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int OPS = 3_000;

    private final KitDatabase database = KitDatabase.start();
    private final OpJournal journal = new OpJournal();

    /** A third of them old, among the others, in more blocks than one. */
    @BeforeEach
    void write() {
        database.run("""
                insert into applied_ops (store_id, op_id, applied_at)
                select gen_random_uuid(), gen_random_uuid(),
                  case when n %% 3 = 0 then now() - interval '91 days' else now() - interval '89 days' end
                from generate_series(1, %d) as n""".formatted(OPS));
        assertThat(database.number("select pg_relation_size('applied_ops') / 8192 as n"))
                .isGreaterThan(10);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void forgetsWhatIsOldAFewBlocksAtATime() {
        keeping(2).forget().await().atMost(DEADLINE);

        assertThat(count("applied_at < now() - interval '90 days'")).isZero();
        assertThat(count("true")).isEqualTo(OPS * 2 / 3);
    }

    @Test
    void oneTransactionIsBoundedByItsBlocks() {
        OffsetDateTime moment = OffsetDateTime.now(ZoneOffset.UTC).minusDays(90);
        int forgotten =
                journal.forgetBefore(database.pool(), moment, 0, 2).await().atMost(DEADLINE);

        assertThat(forgotten).isBetween(1, OPS / 3 - 1);
        assertThat(count("ctid < '(2,0)' and applied_at < now() - interval '90 days'"))
                .isZero();
    }

    @Test
    void itsBlocksAreAllThatIsRead() {
        String plan = database.plan(OpJournal.FORGET, Tuple.of(OffsetDateTime.now(ZoneOffset.UTC), 0L, 2L));

        assertThat(plan).contains("Tid Range Scan");
    }

    private long count(String condition) {
        return database.number("select count(*) as n from applied_ops where " + condition);
    }

    private JournalKeeping keeping(int blocks) {
        OpConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(OpConfig.class)
                .withDefaultValue("xeo.ops.forget-blocks", String.valueOf(blocks))
                .build()
                .getConfigMapping(OpConfig.class);
        Deadlines deadlines = new Deadlines((time, task) -> () -> {}, new SimpleMeterRegistry());
        return new JournalKeeping(database.pool(), journal, config, InstantSource.system(), deadlines);
    }
}
