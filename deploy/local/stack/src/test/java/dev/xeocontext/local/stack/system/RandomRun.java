package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.local.stack.system.client.Client;
import dev.xeocontext.local.stack.system.client.NewIds;
import dev.xeocontext.local.stack.system.client.RandomFaults;
import dev.xeocontext.local.stack.system.client.RecordKey;
import dev.xeocontext.local.stack.system.client.Setup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** One seeded run: the devices of a household edit a few records while everything between them and the server fails. */
final class RandomRun {

    /** Two to four that edit, one that only watches, and one that watches what a filter leaves. */
    static final int DEVICES = 6;

    private static final int EDITORS = 4;
    private static final int WATCHER = EDITORS;
    private static final int PARTIAL_WATCHER = EDITORS + 1;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BREATH = Duration.ofMillis(60);
    private static final int STEPS = 28;
    private static final int RECORDS = 4;
    private static final int FAULTS_PER_MILLE = 15;
    private static final int GREATEST_SKEW_MILLIS = 55_000;

    private final Household household;
    private final Random random;
    private final RandomEdits edits;
    private final PartialWatcher partial;
    private final List<RandomFaults> networks = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();

    RandomRun(Household household, long seed) {
        this.household = household;
        this.random = new Random(seed);
        var records = Stream.generate(() -> new RecordKey("todos", NewIds.next()))
                .limit(RECORDS)
                .toList();
        this.edits = new RandomEdits(records, new Random(seed));
        this.partial = new PartialWatcher(household.login(PARTIAL_WATCHER), new Random(~seed));
    }

    void play() {
        try (var watcher = Client.of(Setup.of(household.login(WATCHER))).online();
                partial) {
            await("the watcher is live").atMost(PATIENCE).until(watcher::isQuiet);
            var head = watcher.store().seq();
            var before = watcher.store().confirmed();
            int devices = 2 + random.nextInt(EDITORS - 1);
            for (int device = 0; device < devices; device++) {
                clients.add(client(device));
            }
            for (int step = 0; step < STEPS; step++) {
                step(random.nextInt(devices));
                partial.step();
            }
            settle();
            new Verdict(household, watcher, head).on(clients);
            partial.sawWhatMatched(
                    watcher, new History(before, head, watcher.journal().events()));
        } finally {
            clients.forEach(Client::close);
        }
    }

    private Client client(int device) {
        var faults = new RandomFaults(new Random(random.nextLong()), FAULTS_PER_MILLE);
        networks.add(faults);
        var skew = Duration.ofMillis(random.nextInt(2 * GREATEST_SKEW_MILLIS) - GREATEST_SKEW_MILLIS);
        var setup =
                Setup.of(household.login(device)).withSkew(skew).with(faults).withOpsPerPush(1 + random.nextInt(8));
        return Client.of(setup).online();
    }

    private void step(int device) {
        var client = clients.get(device);
        switch (random.nextInt(10)) {
            case 0 -> client.offline();
            case 1, 2 -> client.online();
            case 3 -> overRest(household.devices().get(device));
            default -> {
                for (int ops = 1 + random.nextInt(4); ops > 0; ops--) {
                    edits.make(client.store());
                }
                client.wake();
            }
        }
        breathe(client);
    }

    /** Some ops should be under way and some decided when the next thing happens. */
    private void breathe(Client client) {
        long patience = random.nextInt(2) * BREATH.toNanos();
        for (long begun = System.nanoTime();
                System.nanoTime() - begun < patience && client.store().unsent() > 0; ) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void overRest(Account account) {
        var path = "/v1/todos/" + edits.record().id();
        var status = random.nextInt(5) == 0
                ? account.rest().delete(path).statusCode()
                : account.rest()
                        .body(Map.of("title", "Over REST " + random.nextInt(1_000)))
                        .patch(path)
                        .statusCode();
        assertThat(status).isIn(200, 204, 404);
    }

    private void settle() {
        networks.forEach(RandomFaults::end);
        clients.forEach(Client::online);
        partial.settle();
        await("every op is decided")
                .atMost(PATIENCE)
                .until(() -> clients.stream().allMatch(Client::isQuiet));
    }
}
