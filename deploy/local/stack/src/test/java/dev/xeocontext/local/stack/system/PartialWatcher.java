package dev.xeocontext.local.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.merge.WireState;
import dev.xeocontext.contracts.sync.Filterable;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import dev.xeocontext.contracts.sync.Where;
import dev.xeocontext.contracts.sync.WhereReader;
import dev.xeocontext.local.stack.system.client.Client;
import dev.xeocontext.local.stack.system.client.Login;
import dev.xeocontext.local.stack.system.client.RandomFaults;
import dev.xeocontext.local.stack.system.client.RecordKey;
import dev.xeocontext.local.stack.system.client.Setup;
import dev.xeocontext.local.stack.system.client.Wish;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A device that wants those todos only that a filter lets through, often away and on a bad network. */
final class PartialWatcher implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String COLLECTION = "todos";
    private static final int FAULTS_PER_MILLE = 15;
    private static final List<Map<String, Object>> FILTERS = List.of(
            Map.of("status", Map.of("$ne", "done")),
            Map.of("tags", Map.of("$contains", "shop")),
            Map.of("$or", List.of(Map.of("status", "done"), Map.of("priority", Map.of("$gte", 3)))),
            Map.of("tags", Map.of("$not", Map.of("$contains", "home")), "notes", Map.of("$exists", true)));

    private final Random random;
    private final RandomFaults network;
    private final Where where;
    private final Client client;

    PartialWatcher(Login login, Random random) {
        this.random = random;
        this.network = new RandomFaults(new Random(random.nextLong()), FAULTS_PER_MILLE);
        var filter = FILTERS.get(random.nextInt(FILTERS.size()));
        this.where = WhereReader.read(filter);
        this.client = Client.of(
                Setup.of(login).with(new Wish(List.of(COLLECTION), filter)).with(network));
    }

    /** Comes or goes, or stays as it is. */
    void step() {
        switch (random.nextInt(6)) {
            case 0 -> client.offline();
            case 1, 2, 3 -> client.online();
            default -> {}
        }
    }

    /** From now on it is there, and nothing goes wrong. */
    void settle() {
        network.end();
        client.online();
    }

    @Override
    public void close() {
        client.close();
    }

    /** @param watcher has seen everything, and what it saw is the history */
    void sawWhatMatched(Client watcher, History history) {
        await("what matches is here, and nothing else").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(client.isQuiet()).isTrue();
            assertThat(records(client, state -> !state.isDeleted())).isEqualTo(records(watcher, this::matches));
        });
        assertThat(client.journal().breaches()).isEmpty();
        for (var delta : client.journal().deltas()) {
            assertThat(delta.events()).isNotEmpty();
            delta.events().forEach(event -> assertConcerns(event, delta, history));
        }
    }

    /** An event is of a record that matched, or comes to, and says what happened to it. */
    private void assertConcerns(DeltaEvent event, Delta delta, History history) {
        var key = new RecordKey(event.collection(), event.id());
        var before = history.between(key, delta.from(), event.seq() - 1);
        var after = history.between(key, event.seq(), delta.to());
        var subject =
                "%s after %d to %d, where it was %s, then %s".formatted(event, delta.from(), delta.to(), before, after);
        switch (event.kind()) {
            case PUT, RESTORE -> {
                assertThat(anyMatches(before) && anyMatches(after)).as(subject).isTrue();
                assertThat(history.event(event.seq())).as(subject).contains(event);
            }
            case DELETE -> {
                assertThat(anyMatches(before)).as(subject).isTrue();
                assertThat(history.event(event.seq())).as(subject).contains(event);
            }
            case LEAVE -> {
                assertThat(anyMatches(before)).as(subject).isTrue();
                assertThat(after).as(subject).first().matches(state -> !matches(state));
            }
            case ENTER -> {
                assertThat(matches(whole(event))).as(subject).isTrue();
                assertThat(history.since(key, event.seq())).as(subject).contains(whole(event));
            }
        }
    }

    private static RecordState whole(DeltaEvent event) {
        return new WireState(
                        Objects.requireNonNull(event.fields(), "fields"),
                        Objects.requireNonNull(event.clocks(), "clocks"),
                        event.deleted())
                .toState();
    }

    private static Map<RecordKey, RecordState> records(Client of, Predicate<RecordState> wanted) {
        var records = new TreeMap<>(of.store().confirmed());
        records.keySet().removeIf(key -> !key.collection().equals(COLLECTION));
        records.values().removeIf(wanted.negate());
        return records;
    }

    private boolean anyMatches(Collection<RecordState> states) {
        return states.stream().anyMatch(this::matches);
    }

    private boolean matches(RecordState state) {
        return !state.isDeleted() && where.matches(Filterable.of(state));
    }
}
