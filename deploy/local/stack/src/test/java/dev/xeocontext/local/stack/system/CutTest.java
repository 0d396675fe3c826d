package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.contracts.sync.ClientMessage;
import dev.xeocontext.local.stack.Stack;
import dev.xeocontext.local.stack.system.client.Client;
import dev.xeocontext.local.stack.system.client.CutAt;
import dev.xeocontext.local.stack.system.client.Fate;
import dev.xeocontext.local.stack.system.client.LocalStore;
import dev.xeocontext.local.stack.system.client.NewIds;
import dev.xeocontext.local.stack.system.client.RecordKey;
import dev.xeocontext.local.stack.system.client.Setup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A conversation that is cut at each of its messages in turn: the device comes back, and nothing is lost or doubled. */
@SystemTest
class CutTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BLINK = Duration.ofMillis(10);
    private static final int DEVICES = 3;
    /** How many ops a conversation is about, and how many the other device makes meanwhile. */
    private static final int OPS = 8;

    private static final int OTHERS = 3;

    private final Stack stack;
    private Household household;
    private Client other;
    private Client watcher;

    CutTest(Stack stack) {
        this.stack = stack;
    }

    @BeforeAll
    void connect() {
        household = Household.of(stack, DEVICES);
        other = Client.of(Setup.of(household.login(1))).online();
        watcher = Client.of(Setup.of(household.login(2))).online();
        await("both are live").atMost(PATIENCE).until(() -> other.isQuiet() && watcher.isQuiet());
    }

    @AfterAll
    void disconnect() {
        other.close();
        watcher.close();
    }

    /** What a device sends at least: hello, three pushes, subscribe, token, push, unsubscribe; what it hears, likewise. */
    @ParameterizedTest
    @CsvSource({
        "SENDING, LOST, 8",
        "SENDING, LAST, 8",
        "SENDING, HANGS, 8",
        "RECEIVING, LOST, 10",
        "RECEIVING, LAST, 10",
        "RECEIVING, HANGS, 10"
    })
    void nothingIsLostWhereverItIsCut(CutAt.Direction direction, Fate fate, int messages) {
        long from = watcher.store().seq();
        var clients = new ArrayList<Client>();
        for (boolean cut = true; cut; ) {
            var network = new CutAt(direction, clients.size() + 1, fate);
            clients.add(converse(network));
            cut = network.isCut();
        }
        // the last one got through
        assertThat(clients).hasSizeGreaterThan(messages);
        await("the watcher has everything")
                .atMost(PATIENCE)
                .until(() -> watcher.store()
                        .canonical()
                        .equals(clients.getLast().store().canonical()));
        new Verdict(household, watcher, 0).on(List.of(clients.getLast(), other));
        assertThat(watcher.store().seq() - from).isEqualTo((long) clients.size() * (OPS + OTHERS));
        assertThat(clients).allSatisfy(client -> {
            assertThat(client.journal().breaches()).isEmpty();
            assertThat(client.journal().acked()).hasSize(OPS);
        });
    }

    private Client converse(CutAt network) {
        edit(other, 1);
        var setup = Setup.of(household.login(0)).with(network).withOpsPerPush(2);
        edit(setup.store(), 6);
        try (var client = Client.of(setup).online()) {
            quiet(client);
            ask(client, ref -> new ClientMessage.Token(ref, household.login(0).token()));
            var theirs = edit(other, 2);
            edit(client, 2);
            quiet(client);
            await("the delta has come")
                    .pollInterval(BLINK)
                    .atMost(PATIENCE)
                    .until(() -> !client.store().shown(theirs).fields().isEmpty());
            ask(client, ref -> new ClientMessage.Unsubscribe(ref, "all"));
            client.offline().online();
            quiet(client);
            return client;
        }
    }

    private static void quiet(Client client) {
        await("every op is decided").pollInterval(BLINK).atMost(PATIENCE).until(client::isQuiet);
    }

    /** Has it answered, unless the connection is cut over it. */
    private static void ask(Client client, Function<String, ClientMessage> question) {
        try {
            client.ask(question).join();
        } catch (CompletionException e) {
            quiet(client);
        }
    }

    private static RecordKey edit(Client client, int ops) {
        var last = edit(client.store(), ops);
        client.wake();
        return last;
    }

    /** Returns the last record. */
    private static RecordKey edit(LocalStore store, int ops) {
        var keys = Stream.generate(() -> new RecordKey("todos", NewIds.next()))
                .limit(ops)
                .toList();
        keys.forEach(key -> store.put(key, Map.of("title", "Todo")));
        return keys.getLast();
    }
}
