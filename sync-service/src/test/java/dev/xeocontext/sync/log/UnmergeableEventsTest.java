package dev.xeocontext.sync.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.merge.Deletion;
import dev.xeocontext.contracts.merge.RecordState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** An event at which our own code fails, between others. */
class UnmergeableEventsTest {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final TestDatabase DATABASE = TestDatabase.open();

    private final UUID store = UUID.randomUUID();
    private final List<Runnable> begun = new ArrayList<>();
    private final CommitLane lane = new CommitLane(
            DATABASE.log(),
            appended -> {},
            SqlStates::isRefusal,
            new CommitLane.Bounds(100, 1_000_000, 100, 1_000_000),
            begun::add);

    @AfterAll
    static void disconnect() {
        DATABASE.close();
    }

    /** No reader lets the deletion pass; whatever does shall not hold the others up. */
    @Test
    @SuppressWarnings("NullAway")
    void isSingledOutAndRefused() {
        Deletion withoutAClock = new Deletion(true, null);
        CompletableFuture<Void> milk = append(Changes.titled(store, "Milk"));
        NewEvent sound = Changes.titled(store, "Broken");
        CompletableFuture<Void> broken = append(new NewEvent(sound.change(), new RecordState(Map.of(), withoutAClock)));
        CompletableFuture<Void> bread = append(Changes.titled(store, "Bread"));

        begun.forEach(Runnable::run);

        assertThat(milk).succeedsWithin(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(bread).succeedsWithin(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(broken)
                .failsWithin(DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(EventsRefused.class);
        assertThat(head()).isEqualTo(2);
    }

    private CompletableFuture<Void> append(NewEvent event) {
        return lane.append(List.of(event)).subscribeAsCompletionStage();
    }

    private long head() {
        Uni<Long> head = DATABASE.pool()
                .preparedQuery("select head from stores where store_id = $1")
                .execute(Tuple.of(store))
                .map(rows -> rows.iterator().next().getLong("head"));
        return head.await().atMost(DEADLINE);
    }
}
