package dev.xeocontext.sync.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.Cursor;
import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import dev.xeocontext.contracts.sync.ServerMessage.EventKind;
import dev.xeocontext.contracts.sync.ServerMessage.Live;
import dev.xeocontext.contracts.sync.ServerMessage.Reset;
import dev.xeocontext.contracts.sync.ServerMessage.Snapshot;
import dev.xeocontext.contracts.sync.ServerMessage.SnapshotRecord;
import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.contracts.sync.Where;
import dev.xeocontext.contracts.sync.WhereReader;
import dev.xeocontext.sync.log.Change;
import dev.xeocontext.sync.log.Changes;
import dev.xeocontext.sync.log.TestDatabase;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Subscriptions that read from PostgreSQL all that they send. */
class FeedOnPostgresTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Where OPEN = WhereReader.read(Map.of("status", "open"));
    private static final UUID MILK = new UUID(1, 1);
    private static final UUID EGGS = new UUID(2, 2);
    private static final UUID TEA = new UUID(3, 3);

    private static final TestDatabase DATABASE = TestDatabase.open();

    private final UUID store = UUID.randomUUID();
    private static final UUID PHONE = new UUID(3, 1);
    private final Feeds feeds = new Feeds(DATABASE.reader(), 400_000, Witness.silent());
    private final FakeOutlet socket = new FakeOutlet();
    private final List<ServerMessage> heard = new ArrayList<>();
    private Replica replica = new Replica(false);
    private @Nullable Subscription subscription;
    private long head;
    private long time;

    @AfterAll
    static void disconnect() {
        DATABASE.close();
    }

    @Test
    void followsWhatAFilterWants() {
        replica = new Replica(true);
        subscribe(OPEN);

        assertThat(kinds(write(status(MILK, "done")))).isEmpty();
        assertThat(kinds(write(status(MILK, "open"), title(EGGS)))).containsExactly(EventKind.ENTER);
        assertThat(kinds(write(title(MILK), title(EGGS)))).containsExactly(EventKind.PUT);
        assertThat(kinds(write(status(MILK, "done")))).containsExactly(EventKind.LEAVE);
        assertThat(kinds(write(status(MILK, "open"), status(EGGS, "open"))))
                .containsExactly(EventKind.ENTER, EventKind.ENTER);
        assertThat(kinds(write(deleted(MILK, true)))).containsExactly(EventKind.DELETE);
        assertThat(kinds(write(title(MILK)))).isEmpty();
        assertThat(kinds(write(deleted(MILK, false)))).containsExactly(EventKind.ENTER);
        assertThat(kinds(write(status(TEA, "open")))).containsExactly(EventKind.ENTER);
    }

    @Test
    void letsMoreEnterThanAPageHolds() {
        List<UUID> todos = IntStream.range(0, 12).mapToObj(i -> new UUID(9, i)).toList();
        for (UUID todo : todos) {
            write(Changes.field(store, todo, "title", '"' + "x".repeat(80_000) + '"', ++time));
        }
        replica = new Replica(true);
        subscribe(OPEN);

        List<DeltaEvent> events =
                write(todos.stream().map(todo -> status(todo, "open")).toArray(Change[]::new));

        assertThat(events).allSatisfy(event -> assertThat(event.kind()).isEqualTo(EventKind.ENTER));
        assertThat(events).extracting(DeltaEvent::id).containsExactlyElementsOf(todos);
    }

    @Test
    void showsWhatMatchesToANewDevice() {
        write(status(MILK, "open"), status(EGGS, "done"), status(TEA, "open"), deleted(TEA, true));
        replica = new Replica(true);

        subscribe(OPEN);

        assertThat(replica.shown()).containsOnlyKeys(MILK);
    }

    @Test
    void readsWhatChangedWhereTheLogNoLongerReaches() {
        write(title(MILK), title(EGGS), title(TEA));
        subscribe(null);
        hangUp();
        write(title(EGGS), deleted(TEA, true), title(new UUID(4, 4)), title(EGGS));
        compact(6);

        subscribe(null);

        List<Snapshot> pages = heard.stream()
                .filter(Snapshot.class::isInstance)
                .map(Snapshot.class::cast)
                .toList();
        assertThat(pages).isNotEmpty().noneMatch(Snapshot::full);
        assertThat(pages)
                .flatExtracting(Snapshot::records)
                .extracting(SnapshotRecord::id)
                .containsExactly(TEA, new UUID(4, 4), EGGS);
        assertThat(replica.shown()).containsOnlyKeys(MILK, EGGS, new UUID(4, 4));
        assertThat(kinds(write(title(MILK)))).containsExactly(EventKind.PUT);
    }

    @Test
    void startsAgainWithAFilterWhereTheLogNoLongerReaches() {
        write(status(MILK, "open"), status(EGGS, "open"));
        replica = new Replica(true);
        subscribe(OPEN);
        hangUp();
        write(status(EGGS, "done"), status(TEA, "open"));
        compact(3);

        subscribe(OPEN);

        assertThat(heard.getFirst())
                .isInstanceOfSatisfying(
                        Reset.class, reset -> assertThat(reset.reason()).isEqualTo(ResetReason.HISTORY_LOST));
        assertThat(replica.shown()).containsOnlyKeys(MILK, TEA);
    }

    @Test
    void goesOnWhenTheLogIsCompactedBeneathIt() {
        subscribe(null);
        socket.room(0);
        append(title(MILK), title(EGGS), title(MILK));
        compact(2);

        socket.room(1_000);
        untilItKnowsAll();

        assertThat(replica.shown()).containsOnlyKeys(MILK, EGGS);
    }

    /** Subscribes, and hears everything until it is live. */
    private void subscribe(@Nullable Where where) {
        SubscriptionRequest request = new SubscriptionRequest(
                "r",
                "s",
                store,
                PHONE,
                SubscriptionQuery.of(List.of("todos"), where),
                replica.cursor(),
                replica.next());
        heard.clear();
        Subscription opened = feeds.subscribe(request, socket, FakeOutlet::write, new Unmoved());
        subscription = opened;
        opened.pump();
        until(() -> !heard.isEmpty() && heard.getLast() instanceof Live);
    }

    private void hangUp() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    /** Writes in one transaction; the answer is what the device, if there is one, is told of it. */
    private List<DeltaEvent> write(Change... changes) {
        heard.clear();
        append(changes);
        if (subscription != null) {
            untilItKnowsAll();
        }
        return heard.stream()
                .filter(Delta.class::isInstance)
                .flatMap(message -> ((Delta) message).events().stream())
                .toList();
    }

    private void append(Change... changes) {
        DATABASE.log()
                .append(Stream.of(changes).map(Changes::event).toList())
                .await()
                .atMost(DEADLINE);
        head += changes.length;
        feeds.wake(store, head);
    }

    private void untilItKnowsAll() {
        Subscription open = Objects.requireNonNull(subscription);
        until(() -> {
            open.pump();
            open.refreshCursor();
            String cursor = replica.cursor();
            return cursor != null && Cursor.decode(cursor).map(Cursor::seq).orElse(0L) == head;
        });
    }

    private void until(BooleanSupplier done) {
        Awaitility.await().atMost(DEADLINE).pollInterval(POLL).until(() -> {
            socket.run();
            List<ServerMessage> sent = socket.sent();
            sent.forEach(replica::take);
            heard.addAll(sent);
            return done.getAsBoolean();
        });
    }

    /** As retention does. */
    private void compact(long upTo) {
        Tuple place = Tuple.of(store, upTo);
        DATABASE.pool()
                .withTransaction(transaction -> transaction
                        .preparedQuery("delete from log where store_id = $1 and seq <= $2")
                        .execute(place)
                        .chain(() -> transaction
                                .preparedQuery("update stores set compacted_to = $2 where store_id = $1")
                                .execute(place)))
                .await()
                .atMost(DEADLINE);
    }

    private Change status(UUID todo, String status) {
        return Changes.field(store, todo, "status", '"' + status + '"', ++time);
    }

    private Change title(UUID todo) {
        time++;
        return Changes.field(store, todo, "title", "\"title " + time + '"', time);
    }

    private Change deleted(UUID todo, boolean deleted) {
        return Changes.deletion(store, todo, deleted, ++time).change();
    }

    private static List<EventKind> kinds(List<DeltaEvent> events) {
        return events.stream().map(DeltaEvent::kind).toList();
    }
}
