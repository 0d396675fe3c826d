package dev.xeocontext.local.stack.system;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.local.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** kill -9 in the middle of a thousand ops. */
@SystemTest
class FaultTest {

    private static final int OPS = 1_000;
    private static final Duration OUTAGE = Duration.ofSeconds(90);

    private final Stack stack;

    FaultTest(Stack stack) {
        this.stack = stack;
    }

    static Stream<String> victims() {
        int rounds = Integer.parseInt(System.getenv().getOrDefault("XEO_SOAK_ROUNDS", "1"));
        return IntStream.range(0, rounds)
                .boxed()
                .flatMap(round -> Stream.of("todos-service", "sync-service", "broker"));
    }

    @ParameterizedTest
    @MethodSource("victims")
    void everyAckedOpSurvivesKillOf(String victim) {
        var anna = Account.register(stack.url());
        var watcher = Device.connect(anna.onAnotherDevice()).subscribe();
        var cursor = watcher.cursor();
        watcher.close();
        var outbox = new Outbox(anna, ops());

        outbox.drain(OPS / 2);
        // while pushes are on their way, wherever they are just then
        var killed = CompletableFuture.runAsync(() -> kill(victim));
        outbox.drain(0);
        outbox.close();
        killed.join();

        assertThat(outbox.acknowledged()).hasSize(OPS);
        assertThat(anna.todos()).hasSize(OPS);
        seesEachOnce(anna, watcher, cursor, outbox);
    }

    private void seesEachOnce(Account anna, Device watcher, String cursor, Outbox outbox) {
        try (var again = watcher.reconnect(anna.onAnotherDevice()).subscribeFrom(cursor)) {
            Waiting.untilKnows(again, OPS);
            var events = again.replica().events();
            assertThat(events.stream()
                            .map(Replica.Seen::opId)
                            .filter(Objects::nonNull)
                            .collect(groupingBy(identity(), counting())))
                    .hasSize(OPS)
                    .containsOnlyKeys(outbox.acknowledged())
                    .allSatisfy((op, times) -> assertThat(times).isEqualTo(1));
            assertThat(events.stream().map(Replica.Seen::seq).toList())
                    .isEqualTo(IntStream.rangeClosed(1, OPS)
                            .mapToObj(seq -> (long) seq)
                            .toList());
        }
    }

    private void kill(String victim) {
        if (victim.equals("broker")) {
            killBroker();
            return;
        }
        long pid = await(victim + " runs")
                .atMost(OUTAGE)
                .until(() -> stack.pid(victim), OptionalLong::isPresent)
                .getAsLong();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private void killBroker() {
        try {
            stack.backing().killBroker();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Op> ops() {
        var clock = new DeviceClock(Duration.ZERO);
        return IntStream.range(0, OPS)
                .mapToObj(number -> Op.put(Op.uuid(), clock.now(), Map.of("title", "Todo " + number)))
                .toList();
    }
}
