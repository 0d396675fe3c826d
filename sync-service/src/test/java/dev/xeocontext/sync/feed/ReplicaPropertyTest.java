package dev.xeocontext.sync.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.merge.RecordState;
import dev.xeocontext.contracts.sync.Filterable;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.contracts.sync.Where;
import dev.xeocontext.contracts.sync.WhereReader;
import dev.xeocontext.sync.log.Appended;
import dev.xeocontext.sync.log.Change;
import dev.xeocontext.sync.log.Changes;
import dev.xeocontext.sync.log.FakeLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is written, and whenever the socket is full or breaks, the log compacted or a tombstone purged: in the end the
 * device shows what there is, and with a filter what matches, never had to take a part of a record for the whole, and heard
 * of every op of its own that no snapshot had overtaken.
 */
class ReplicaPropertyTest {

    private static final UUID STORE = new UUID(0, 1);
    private static final UUID PHONE = new UUID(3, 1);
    private static final UUID LAPTOP = new UUID(3, 2);
    private static final Where OPEN = WhereReader.read(Map.of("status", "open"));

    private FakeLog log = new FakeLog();
    private Feeds feeds = new Feeds(log, 100_000, Witness.silent());
    private List<UUID> todos = new ArrayList<>();
    private final SortedMap<Long, UUID> ownOps = new TreeMap<>();
    private long time;

    @Property(tries = 2_000, seed = "20261122")
    void showsWhatThereIs(@ForAll long seed) {
        play(new Random(seed), null);
    }

    @Property(tries = 4_000, seed = "20261122")
    void showsWhatMatches(@ForAll long seed) {
        play(new Random(seed), OPEN);
    }

    private void play(Random random, @Nullable Where where) {
        log = new FakeLog();
        feeds = new Feeds(log, 100_000, Witness.silent());
        todos = new ArrayList<>(List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()));
        ownOps.clear();
        time = 0;
        Replica replica = new Replica(where != null);
        FakeOutlet socket = new FakeOutlet();
        Subscription subscription = open(socket, replica, where);
        for (int i = 0; i < 40; i++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> write(random);
                case 4 -> socket.room(random.nextInt(4));
                case 5 -> {
                    socket.room(100);
                    subscription.pump();
                }
                case 6 -> socket.run();
                case 7 -> replica(socket, replica, random.nextInt(4));
                case 8 -> tidy(random);
                default -> {
                    if (random.nextInt(3) == 0) {
                        replica(socket, replica, random.nextInt(4));
                        subscription.close();
                        socket = new FakeOutlet();
                        subscription = open(socket, replica, where);
                    }
                }
            }
        }
        socket.room(Integer.MAX_VALUE);
        feeds.wake(STORE, log.head(STORE));
        subscription.pump();
        socket.run();
        replica(socket, replica, Integer.MAX_VALUE);

        assertThat(replica.shown()).isEqualTo(expected(where));
    }

    private Map<UUID, RecordState> expected(@Nullable Where where) {
        Map<UUID, RecordState> states = log.states(STORE);
        states.values().removeIf(RecordState::isDeleted);
        states.values().removeIf(state -> where != null && !where.matches(Filterable.of(state)));
        return states;
    }

    private Subscription open(FakeOutlet socket, Replica replica, @Nullable Where where) {
        SubscriptionQuery query = SubscriptionQuery.of(List.of("todos"), where);
        Subscription subscription = feeds.subscribe(
                new SubscriptionRequest("r", "s", STORE, PHONE, query, replica.cursor(), replica.next()),
                socket,
                FakeOutlet::write,
                new Unmoved());
        subscription.pump();
        return subscription;
    }

    /** The device takes the first frames; those that are left are taken later, or lost. */
    private void replica(FakeOutlet socket, Replica replica, int frames) {
        for (ServerMessage message : socket.take(frames)) {
            replica.take(message);
            assertThat(replica.opsHeard())
                    .containsAll(
                            ownOps.subMap(replica.overtaken() + 1, Math.max(replica.overtaken(), replica.told()) + 1)
                                    .values());
        }
    }

    /** Here, or on another replica that wakes this one, now or later. */
    private void write(Random random) {
        Change change = sent(random, change(random));
        Appended appended = log.append(change);
        if (PHONE.equals(change.deviceId())) {
            ownOps.put(appended.to(), Objects.requireNonNull(change.opId()));
        }
        switch (random.nextInt(3)) {
            case 0 -> feeds.committed(List.of(appended));
            case 1 -> feeds.wake(STORE, appended.to());
            default -> {}
        }
    }

    private static Change sent(Random random, Change change) {
        return switch (random.nextInt(3)) {
            case 0 -> Changes.by(PHONE, change);
            case 1 -> Changes.by(LAPTOP, change);
            default -> change;
        };
    }

    /** Ops come in any order: a later one may have an earlier clock, and lose. */
    private long clock(Random random) {
        time++;
        return Math.max(0, time - random.nextInt(4)) * 1_000 + time;
    }

    private Change change(Random random) {
        UUID todo = todos.get(random.nextInt(todos.size()));
        long clock = clock(random);
        return switch (random.nextInt(6)) {
            case 0, 1 -> Changes.field(STORE, todo, "status", "\"open\"", clock);
            case 2 -> Changes.field(STORE, todo, "status", "\"done\"", clock);
            case 3 -> Changes.field(STORE, todo, "title", "\"title " + time + '"', clock);
            case 4 -> Changes.deletion(STORE, todo, true, clock).change();
            default -> Changes.deletion(STORE, todo, false, clock).change();
        };
    }

    private void tidy(Random random) {
        if (random.nextBoolean()) {
            log.compact(STORE, Math.max(log.compactedTo(STORE), random.nextLong(log.head(STORE) + 1)));
            return;
        }
        log.states(STORE).forEach((id, state) -> {
            if (state.isDeleted()) {
                log.compact(STORE, log.head(STORE));
                log.purge(STORE, "todos", id);
                todos.remove(id);
                todos.add(UUID.randomUUID());
            }
        });
    }
}
