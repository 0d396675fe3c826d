package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.local.stack.Stack;
import dev.xeocontext.local.stack.system.client.Client;
import dev.xeocontext.local.stack.system.client.NewIds;
import dev.xeocontext.local.stack.system.client.RecordKey;
import dev.xeocontext.local.stack.system.client.Setup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Somebody who goes on with their work, one op after the other, while others misbehave. */
final class Neighbour implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Client client;
    private final List<Double> millis = new ArrayList<>();
    private final CompletableFuture<Void> work;
    private volatile boolean done;

    private Neighbour(Client client) {
        this.client = client;
        this.work = CompletableFuture.runAsync(
                this::work, task -> Thread.ofVirtual().start(task));
    }

    static Neighbour of(Stack stack) {
        var client = Client.of(Setup.of(Household.of(stack, 1).login(0))).online();
        await("the neighbour is live").atMost(PATIENCE).until(client::isQuiet);
        return new Neighbour(client);
    }

    private void work() {
        do {
            long begun = System.nanoTime();
            client.store().put(new RecordKey("todos", NewIds.next()), Map.of("title", "Dishes"));
            client.wake();
            await("the neighbour's op is acked")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> client.store().unsent() == 0);
            millis.add((System.nanoTime() - begun) / 1e6);
        } while (!done);
    }

    /** Checks that they were never hindered; says how long their ops took. */
    String finish() {
        done = true;
        work.join();
        assertThat(client.journal().closeCodes())
                .as("the neighbour's connection")
                .isEmpty();
        assertThat(client.journal().errors()).as("what the neighbour was told").isEmpty();
        assertThat(client.store().refused()).as("what was refused").isEmpty();
        millis.sort(null);
        return "a neighbour's %d ops took p50 %.1f ms, p99 %.1f ms"
                .formatted(millis.size(), millis.get(millis.size() / 2), millis.get(millis.size() * 99 / 100));
    }

    @Override
    public void close() {
        done = true;
        work.exceptionally(failure -> null).join();
        client.close();
    }
}
