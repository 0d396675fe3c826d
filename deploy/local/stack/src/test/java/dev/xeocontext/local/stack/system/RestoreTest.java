package dev.xeocontext.local.stack.system;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.local.embedded.BackingServer;
import dev.xeocontext.local.embedded.Databases.Service;
import dev.xeocontext.local.stack.Stack;
import dev.xeocontext.local.stack.backing.EmbeddedBacking;
import dev.xeocontext.local.stack.system.client.Client;
import dev.xeocontext.local.stack.system.client.NewIds;
import dev.xeocontext.local.stack.system.client.RecordKey;
import dev.xeocontext.local.stack.system.client.Setup;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one part has lost comes back from the others, and all agree in the end. */
@SystemTest
class RestoreTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> REPLICAS = List.of("sync-service", "sync-service-2");
    private static final String OWNER = "todos-service";
    private static final int DEVICES = 4;
    private static final int RECORDS = 12;
    private static final int EDITS = 40;
    private static final Duration EDIT_EVERY = Duration.ofMillis(20);

    private final Stack stack;

    RestoreTest(Stack stack) {
        this.stack = stack;
    }

    @Test
    void whatTheBrokerLostIsTakenOverFromTheOwner() throws IOException {
        assumeThat(stack.backing()).as("whose data is a folder").isInstanceOf(EmbeddedBacking.class);
        try (var life = new Life(Household.of(stack, DEVICES))) {
            life.edit();
            try (var load = life.load()) {
                // told to a broker that nobody listens to
                REPLICAS.forEach(this::crash);
                life.overRest();
                stack.backing().wipe(BackingServer.BROKER);
                load.goOn();
            }
            reconcile(life);

            life.agrees();
        }
    }

    @Test
    void theLogIsPutBackToAnOlderCopy() throws SQLException {
        try (var life = new Life(Household.of(stack, DEVICES))) {
            life.edit();
            try (var backup = Backup.of(stack, Service.SYNC)) {
                life.edit();
                try (var load = life.load()) {
                    REPLICAS.forEach(this::crash);
                    backup.putBack();
                    load.goOn();
                }
            }
            reconcile(life);

            life.agrees();
        }
    }

    @Test
    void theOwnerIsPutBackToAnOlderCopy() throws SQLException {
        try (var life = new Life(Household.of(stack, DEVICES))) {
            life.edit();
            try (var backup = Backup.of(stack, Service.TODOS)) {
                life.edit();
                try (var load = life.load()) {
                    crash(OWNER);
                    backup.putBack();
                    load.goOn();
                }
            }
            reconcile(life);

            life.agrees();
        }
    }

    private void crash(String victim) {
        try {
            Crash.of(stack, victim);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an operator would, once what was stopped runs again. */
    private void reconcile(Life life) {
        Stream.concat(REPLICAS.stream(), Stream.of(OWNER)).forEach(this::untilReady);
        await("the comparison begins")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> given().contentType(ContentType.JSON)
                                .header("Xeo-Deployment-Secret", stack.internalSecret())
                                .body(Map.of("storeId", life.household.person().userId()))
                                .post(url(REPLICAS.getFirst(), "/internal/v1/reconcile"))
                                .statusCode()
                        == 202);
    }

    private void untilReady(String service) {
        await(service + " is back")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> given().get(url(service, "/q/health/ready")).statusCode() == 200);
    }

    private String url(String service, String path) {
        return "http://127.0.0.1:%d%s".formatted(stack.ports().get(service), path);
    }

    /** A watcher, and devices that edit. */
    private static final class Life implements AutoCloseable {

        private final Household household;
        private final Client watcher;
        private final List<Client> clients;
        private final RandomEdits edits;

        Life(Household household) {
            this.household = household;
            this.edits = new RandomEdits(
                    Stream.generate(() -> new RecordKey("todos", NewIds.next()))
                            .limit(RECORDS)
                            .toList(),
                    new Random(Settings.SEED));
            this.watcher = Client.of(Setup.of(household.login(DEVICES - 1))).online();
            this.clients = Stream.of(0, 1, 2)
                    .map(device -> Client.of(Setup.of(household.login(device))).online())
                    .toList();
        }

        /** Everybody edits something, and everybody hears of it. */
        void edit() {
            for (int edit = 0; edit < EDITS; edit++) {
                edit(edit);
            }
            await("every op is acked")
                    .atMost(PATIENCE)
                    .until(() -> clients.stream().allMatch(Client::isQuiet));
            await("everybody has heard of it")
                    .atMost(PATIENCE)
                    .until(() -> clients.stream()
                            .allMatch(client -> client.store()
                                    .canonical()
                                    .equals(watcher.store().canonical())));
        }

        private void edit(int number) {
            var client = clients.get(number % clients.size());
            edits.make(client.store());
            client.wake();
        }

        /** Everybody edits until it is closed. */
        Load load() {
            return new Load(this::edit);
        }

        void overRest() {
            for (int number = 0; number < RECORDS; number++) {
                household
                        .person()
                        .rest()
                        .body(Map.of("title", "Over REST " + number))
                        .post("/v1/todos")
                        .then()
                        .statusCode(201);
            }
        }

        void agrees() {
            await("all are back")
                    .atMost(PATIENCE)
                    .until(() -> watcher.isQuiet() && clients.stream().allMatch(Client::isQuiet));
            new Verdict(household, watcher, 0).onRecords(clients);
        }

        @Override
        public void close() {
            clients.forEach(Client::close);
            watcher.close();
        }
    }

    /** Edits one after the other, whatever happens meanwhile. */
    private static final class Load implements AutoCloseable {

        private final AtomicInteger made = new AtomicInteger();
        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        private final Future<?> editing;

        Load(IntConsumer edit) {
            editing = thread.scheduleWithFixedDelay(
                    () -> edit.accept(made.getAndIncrement()), 0, EDIT_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** For some edits more. */
        void goOn() {
            int enough = made.get() + EDITS;
            await("edits").atMost(PATIENCE).until(() -> made.get() >= enough);
        }

        @Override
        public void close() {
            assertThat(editing).as("edits that go on").isNotDone();
            thread.close();
        }
    }
}
