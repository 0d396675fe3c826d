package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.local.embedded.BackingServer;
import dev.xeocontext.local.stack.Stack;
import dev.xeocontext.local.stack.system.client.Client;
import dev.xeocontext.local.stack.system.client.NewIds;
import dev.xeocontext.local.stack.system.client.RecordKey;
import dev.xeocontext.local.stack.system.client.Setup;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * kill -9 of one process after the other while devices write through both replicas: no acked op is lost, none counts
 * twice, the log has no gap, and whoever comes back is complete.
 */
@SystemTest
class CrashTest {

    private static final int OPS = 500;
    private static final int OPS_PER_PUSH = 20;
    private static final int WRITERS = 2;
    private static final Duration OUTAGE = Duration.ofMinutes(2);

    private final Stack stack;

    CrashTest(Stack stack) {
        this.stack = stack;
    }

    static Stream<String> victims() {
        var servers = Arrays.stream(BackingServer.values()).map(BackingServer::label);
        var victims = Stream.concat(Stream.of("todos-service", "sync-service"), servers)
                .toList();
        return Stream.generate(() -> victims)
                .limit(Settings.number("XEO_SOAK_ROUNDS", 1))
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("victims")
    void nothingThatWasAckedIsLostByKillOf(String victim) throws IOException {
        var household = Household.of(stack, WRITERS + 1);
        try (var watcher = Client.of(Setup.of(household.login(WRITERS))).online();
                var one = writer(household, 0);
                var other = writer(household, 1)) {
            await("the watcher is live").atMost(OUTAGE).until(watcher::isQuiet);
            var head = watcher.store().seq();
            var writers = List.of(one.online(), other.online());
            await("half of the ops are decided").atMost(OUTAGE).until(() -> unsent(writers) < WRITERS * OPS / 2);

            Crash.of(stack, victim);

            await("every op is decided")
                    .atMost(OUTAGE)
                    .untilAsserted(() -> assertThat(writers).allMatch(Client::isQuiet));
            await("the watcher has everything")
                    .atMost(OUTAGE)
                    .untilAsserted(() -> assertThat(watcher.store().canonical()).hasSize(WRITERS * OPS));
            writers.forEach(
                    writer -> assertThat(writer.journal().acked()).as("acked").hasSize(OPS));
            new Verdict(household, watcher, head).on(writers);
        }
    }

    private static int unsent(List<Client> writers) {
        return writers.stream().mapToInt(writer -> writer.store().unsent()).sum();
    }

    private static Client writer(Household household, int device) {
        var setup = Setup.of(household.login(device)).withOpsPerPush(OPS_PER_PUSH);
        IntStream.range(0, OPS)
                .forEach(number ->
                        setup.store().put(new RecordKey("todos", NewIds.next()), Map.of("title", "Todo " + number)));
        return Client.of(setup);
    }
}
