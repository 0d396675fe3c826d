package dev.xeocontext.sync.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xeocontext.contracts.error.ProblemCode;
import dev.xeocontext.contracts.error.ProblemException;
import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.contracts.sync.WhereReader;
import dev.xeocontext.sync.HandTimer;
import dev.xeocontext.sync.feed.FakeOutlet;
import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.feed.SubscriptionRequest;
import dev.xeocontext.sync.feed.Witness;
import dev.xeocontext.sync.log.Changes;
import dev.xeocontext.sync.log.FakeLog;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pulls on a log of pages of two, step by step. */
class PullTest {

    private static final UUID STORE = new UUID(0, 1);
    private static final UUID PHONE = new UUID(3, 1);
    private static final SubscriptionQuery ALL = SubscriptionQuery.of(List.of("todos"));
    private static final SubscriptionQuery TEA =
            SubscriptionQuery.of(List.of("todos"), WhereReader.read(Map.of("title", "Tea")));

    private final FakeLog log = new FakeLog();
    private final Feeds feeds = new Feeds(log, 100_000, Witness.silent());
    private final HandTimer timer = new HandTimer();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private long written;

    @Test
    void waitsForTheRecordsOfAnEpochThatBeginsMeanwhile() {
        write("Milk");
        var waiting = pull(ALL, answer(ALL, null), 30);
        run();
        waiting.assertNotTerminated();

        log.renew(STORE);
        feeds.recheck(STORE);
        run();

        PullAnswer answer = waiting.assertCompleted().getItem();
        assertThat(types(answer)).startsWith("live", "reset", "snapshot");
        assertThat(answer.cursor()).isNotNull();
    }

    @Test
    void tellsWhereItIsInASnapshotOfWhichTheFilterLeavesNothing() {
        write("Milk", "Eggs", "Salt", "Bread", "Tea");

        PullAnswer first = givesUpAfter(2, TEA, null);

        assertThat(first.messages()).isEmpty();
        assertThat(first.cursor()).isNull();
        assertThat(first.next()).isNotNull();
        PullAnswer rest = answer(TEA, first);
        assertThat(types(rest)).startsWith("snapshot");
        assertThat(rest.messages().getFirst().path("records")).hasSize(1);
        assertThat(rest.cursor()).isNotNull();
    }

    @Test
    void tellsWhereItIsInALogOfWhichTheFilterLeavesNothing() {
        PullAnswer before = answer(TEA, null);
        write("Milk", "Eggs", "Salt", "Bread", "Tea");

        PullAnswer first = givesUpAfter(2, TEA, before);

        assertThat(first.messages()).isEmpty();
        assertThat(first.cursor()).isNotNull().isNotEqualTo(before.cursor());
        int reads = log.eventReads();
        assertThat(types(answer(TEA, first))).startsWith("delta");
        assertThat(log.eventReads() - reads).as("pages that are left of three").isLessThan(3);
    }

    @Test
    void failsWhenNothingCouldBeRead() {
        write("Milk");
        PullAnswer before = answer(ALL, null);
        log.fallSilent();

        var fresh = pull(ALL, null, 0);
        var goesOn = pull(ALL, before, 0);
        run();
        timer.elapse();
        run();

        assertThat(List.of(fresh, goesOn))
                .allSatisfy(pull -> assertThat(pull.getFailure())
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                failure -> assertThat(failure.code()).isEqualTo(ProblemCode.UNAVAILABLE)));
    }

    @Test
    void leavesNoTimerBehind() {
        write("Milk");
        PullAnswer before = answer(ALL, null);
        assertThat(timer.waiting()).isZero();

        var waiting = pull(ALL, before, 30);
        run();
        assertThat(timer.waiting()).isEqualTo(1);
        feeds.committed(List.of(log.append(STORE, "Eggs")));
        run();

        assertThat(types(waiting.assertCompleted().getItem())).containsExactly("live", "delta");
        assertThat(timer.waiting()).isZero();
    }

    /** In the order of ids, which is that of snapshots, too. */
    private void write(String... titles) {
        for (String title : titles) {
            UUID todo = new UUID(0, ++written);
            log.append(Changes.titled(STORE, UUID.randomUUID(), todo, title, 1).change());
        }
    }

    /** All that there is, from there on. */
    private PullAnswer answer(SubscriptionQuery query, @Nullable PullAnswer before) {
        var pull = pull(query, before, 0);
        run();
        return pull.assertCompleted().getItem();
    }

    /** What is answered when the time is over after a page or so. */
    private PullAnswer givesUpAfter(int answers, SubscriptionQuery query, @Nullable PullAnswer before) {
        var pull = pull(query, before, 0);
        for (int i = 0; i <= answers; i++) {
            tasks.remove().run();
        }
        pull.assertNotTerminated();
        timer.elapse();
        run();
        return pull.assertCompleted().getItem();
    }

    private UniAssertSubscriber<PullAnswer> pull(SubscriptionQuery query, @Nullable PullAnswer before, int seconds) {
        SubscriptionRequest request = new SubscriptionRequest(
                null,
                "pull",
                STORE,
                PHONE,
                query,
                before == null ? null : before.cursor(),
                before == null ? null : before.next());
        Collected collected = new Collected(new ObjectMapper(), 1_000, 1_000_000);
        return Uni.createFrom()
                .<PullAnswer>emitter(caller -> {
                    Pull pull =
                            new Pull(tasks::add, timer, collected, Duration.ofSeconds(seconds), caller, ended -> {});
                    tasks.add(() -> pull.begin(
                            outlet -> feeds.subscribe(request, outlet, FakeOutlet::write, outlet),
                            Duration.ofSeconds(10)));
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private static List<String> types(PullAnswer answer) {
        return answer.messages().stream()
                .map(message -> message.path("type").asText())
                .toList();
    }
}
