package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.local.stack.Stack;
import dev.xeocontext.local.stack.system.client.Client;
import dev.xeocontext.local.stack.system.client.NewIds;
import dev.xeocontext.local.stack.system.client.RandomFaults;
import dev.xeocontext.local.stack.system.client.RecordKey;
import dev.xeocontext.local.stack.system.client.RefusedOp;
import dev.xeocontext.local.stack.system.client.Setup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What somebody wrote on a long journey. */
@SystemTest
class BigOutboxTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int OPS = 500;
    private static final String NOTES = "ten thousand characters, about. ".repeat(650);
    private static final int FAULTS_PER_MILLE = 20;

    private final Stack stack;

    BigOutboxTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    void tenMegabytesWithAForbiddenOpInTheMiddleDrain() {
        var household = Household.of(stack, 2);
        var network = new RandomFaults(new Random(Settings.SEED), FAULTS_PER_MILLE);
        var setup = Setup.of(household.login(0)).with(network);
        write(setup, OPS / 2);
        var forbidden = setup.store().put(new RecordKey("todos", NewIds.next()), Map.of("colour", "red"));
        write(setup, OPS / 2);

        try (var client = Client.of(setup).online();
                var watcher = Client.of(Setup.of(household.login(1))).online()) {
            await("the outbox has drained").atMost(PATIENCE).until(client::isQuiet);
            assertThat(client.store().refused())
                    .extracting(RefusedOp::op, refused -> refused.problem().code())
                    .containsExactly(tuple(forbidden, "unknown-field"));
            assertThat(client.journal().acked()).hasSize(OPS);
            await("both devices have it all")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(List.of(client, watcher)).allSatisfy(device -> {
                        assertThat(device.journal().breaches()).isEmpty();
                        assertThat(device.store().canonical().keySet())
                                .as(device::toString)
                                .hasSize(OPS);
                    }));
            assertThat(client.store().canonical().equals(watcher.store().canonical()))
                    .as("the same")
                    .isTrue();
        }
    }

    private static void write(Setup setup, int ops) {
        for (int number = 0; number < ops; number++) {
            setup.store().put(new RecordKey("todos", NewIds.next()), Map.of("title", "Page " + number, "notes", NOTES));
        }
    }
}
