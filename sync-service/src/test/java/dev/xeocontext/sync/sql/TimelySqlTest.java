package dev.xeocontext.sync.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.kit.time.Deadline;
import dev.xeocontext.sync.HandTimer;
import dev.xeocontext.sync.log.TestDatabase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements that wait for a lock which somebody else keeps. */
class TimelySqlTest {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final TestDatabase DATABASE = TestDatabase.open();
    private static final String LOCK = "select pg_advisory_xact_lock(481516)";

    private final HandTimer statements = new HandTimer();
    private final HandTimer batches = new HandTimer();
    private final TimelySql sql = new TimelySql(DATABASE.pool(), deadline(statements), deadline(batches));
    private SqlConnection other;

    private static Deadline deadline(HandTimer timer) {
        return timer.deadline();
    }

    @BeforeEach
    void lock() {
        other = await(DATABASE.pool().getConnection());
        await(other.query("begin").execute());
        await(other.query(LOCK).execute());
    }

    @AfterEach
    void unlock() {
        await(other.query("rollback").execute());
        await(other.close());
    }

    @AfterAll
    static void disconnect() {
        DATABASE.close();
    }

    @Test
    void givesAStatementUp() {
        CompletableFuture<?> answer = sql.execute(LOCK, Tuple.tuple()).subscribeAsCompletionStage();
        assertThat(answer).isNotDone();

        statements.elapse();

        assertThat(answer.exceptionNow()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void givesATransactionUp() {
        CompletableFuture<?> answer = sql.transaction(
                        transaction -> transaction.query(LOCK).execute())
                .subscribeAsCompletionStage();
        assertThat(answer).isNotDone();

        batches.elapse();

        assertThat(answer.exceptionNow()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void answersInTime() {
        assertThat(await(sql.execute("select 1", Tuple.tuple())).size()).isEqualTo(1);
        assertThat(await(sql.transaction(
                                transaction -> transaction.query("select 1").execute()))
                        .size())
                .isEqualTo(1);
        assertThat(statements.waiting()).isZero();
        assertThat(batches.waiting()).isZero();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DEADLINE);
    }
}
