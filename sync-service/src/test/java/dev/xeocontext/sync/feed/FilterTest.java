package dev.xeocontext.sync.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
import dev.xeocontext.contracts.sync.WhereReader;
import dev.xeocontext.sync.log.Appended;
import dev.xeocontext.sync.log.Change;
import dev.xeocontext.sync.log.Changes;
import dev.xeocontext.sync.log.FakeLog;
import dev.xeocontext.sync.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A subscription to what is open. */
class FilterTest {

    private static final UUID STORE = new UUID(0, 1);
    private static final UUID PHONE = new UUID(3, 1);
    private static final UUID LAPTOP = new UUID(3, 2);
    private static final UUID MILK = new UUID(1, 1);
    private static final UUID EGGS = new UUID(2, 2);
    private static final SubscriptionQuery OPEN =
            SubscriptionQuery.of(List.of("todos"), WhereReader.read(Map.of("status", "open")));

    private final FakeLog log = new FakeLog();
    private final Feeds feeds = new Feeds(log, 100_000, Witness.silent());
    private final CountingOutlet socket = new CountingOutlet();
    private long time;

    @Test
    void followsARecordThatEntersChangesLeavesComesBackIsDeletedAndRestored() {
        subscribe(null, null);

        assertThat(commit(status(MILK, "done"))).isEmpty();
        assertThat(commit(status(MILK, "open"))).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.ENTER);
            assertThat(event.fields()).isEqualTo(Map.of("status", "open"));
            assertThat(event.clocks()).isNotNull();
            assertThat(event.changed()).isNull();
            assertThat(event.opId()).isNotNull();
        });
        assertThat(commit(title(MILK, "Oat milk"))).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.PUT);
            assertThat(event.changed()).isEqualTo(Map.of("title", "Oat milk"));
        });
        assertThat(commit(status(MILK, "done"))).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.LEAVE);
            assertThat(event.fields()).isNull();
            assertThat(event.changed()).isNull();
            assertThat(event.clocks()).isNull();
        });
        assertThat(commit(title(MILK, "unseen"))).isEmpty();
        assertThat(commit(status(MILK, "open")))
                .singleElement()
                .satisfies(event -> assertThat(event.fields()).isEqualTo(Map.of("status", "open", "title", "unseen")));
        assertThat(kinds(commit(deleted(MILK, true)))).containsExactly(EventKind.DELETE);
        assertThat(commit(title(MILK, "under the tombstone"))).isEmpty();
        assertThat(commit(deleted(MILK, false))).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.ENTER);
            assertThat(event.fields()).containsEntry("title", "under the tombstone");
            assertThat(event.deleted()).isNotNull();
        });
    }

    @Test
    void sendsARecordThatIsMadeAsItWasMade() {
        subscribe(null, null);
        int reads = log.recordReads();

        assertThat(commit(status(MILK, "open"))).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.ENTER);
            assertThat(event.fields()).isEqualTo(Map.of("status", "open"));
        });
        assertThat(log.recordReads()).isEqualTo(reads);
    }

    @Test
    void sendsNothingOfWhatEntersAndLeavesWithinABatch() {
        subscribe(null, null);

        assertThat(commit(status(MILK, "open"), status(MILK, "done"), status(EGGS, "open"), deleted(EGGS, true)))
                .isEmpty();
    }

    @Test
    void sendsARecordOnceThatLeavesAndComesBackWithinABatch() {
        subscribe(null, null);
        commit(status(MILK, "open"));

        assertThat(kinds(commit(status(MILK, "done"), status(MILK, "open"))))
                .containsExactly(EventKind.PUT, EventKind.PUT);
        assertThat(kinds(commit(status(MILK, "done"), title(MILK, "x")))).containsExactly(EventKind.LEAVE);
        assertThat(kinds(commit(title(MILK, "y"), status(MILK, "open")))).containsExactly(EventKind.ENTER);
        assertThat(kinds(commit(title(MILK, "z"), deleted(MILK, true)))).containsExactly(EventKind.DELETE);
    }

    @Test
    void sendsNoByteOfWhatDoesNotMatch() {
        subscribe(null, null);
        socket.sent();
        long bytes = socket.bytes();

        for (int i = 0; i < 1_000; i++) {
            feeds.committed(List.of(log.append(status(new UUID(7, i), "done"))));
            socket.run();
        }

        assertThat(socket.bytes()).isEqualTo(bytes);
        subscriptions.getFirst().refreshCursor();
        assertThat(socket.sent()).singleElement().isInstanceOfSatisfying(Live.class, live -> {
            assertThat(live.to()).isEqualTo(1_000);
            assertThat(Cursor.decode(live.cursor()).orElseThrow().seq()).isEqualTo(1_000);
        });
        assertThat(log.recordReads() + log.eventReads()).isEqualTo(2);
    }

    @Test
    void tellsADeviceAloneThatItsOpsOnWhatDoesNotMatchAreOver() {
        CountingOutlet other = new CountingOutlet();
        subscribe(null, null);
        open(other, new SubscriptionRequest("r", "s", STORE, LAPTOP, OPEN, null, null));
        other.sent();
        Change own = Changes.by(PHONE, status(MILK, "done"));

        assertThat(commit(own, status(EGGS, "done"))).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.LEAVE);
            assertThat(event.seq()).isEqualTo(1);
            assertThat(event.id()).isEqualTo(MILK);
            assertThat(event.opId()).isEqualTo(own.opId());
            assertThat(event.deviceId()).isEqualTo(PHONE);
        });
        other.run();
        assertThat(other.sent()).isEmpty();
    }

    /** In one piece with others, and while it may hold what is of a later time. */
    @Test
    void tellsADeviceOfItsOpsWhenItComesBack() {
        subscribe(null, null);
        String cursor = ((Live) socket.sent().getLast()).cursor();
        subscriptions.getFirst().close();
        commit(status(MILK, "done"));
        Change own = Changes.by(PHONE, title(MILK, "Oat milk"));
        commit(own);
        commit(status(EGGS, "open"));

        subscribe(cursor, null);

        assertThat(events(socket.sent()))
                .extracting(DeltaEvent::seq, DeltaEvent::kind, DeltaEvent::opId)
                .startsWith(tuple(2L, EventKind.LEAVE, own.opId()));
    }

    @Test
    void tellsADeletionThatHasLostAsWhatItWas() {
        subscribe(null, null);
        commit(status(MILK, "open"));
        Change lost = deleted(MILK, true);
        commit(deleted(MILK, true));
        commit(deleted(MILK, false));

        assertThat(commit(lost)).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.DELETE);
            assertThat(event.deleted()).isEqualTo(lost.deleted());
        });
        assertThat(kinds(commit(title(MILK, "still there")))).containsExactly(EventKind.PUT);
    }

    @Test
    void readsOnceForAllWhatEnters() {
        commit(status(MILK, "done"));
        CountingOutlet other = new CountingOutlet();
        subscribe(null, null);
        open(other, null, null);
        other.sent();
        int reads = log.recordReads();

        assertThat(kinds(commit(status(MILK, "open")))).containsExactly(EventKind.ENTER);
        other.run();

        assertThat(kinds(events(other.sent()))).containsExactly(EventKind.ENTER);
        assertThat(log.recordReads()).isEqualTo(reads + 1);
        assertThat(kinds(commit(title(MILK, "still live")))).containsExactly(EventKind.PUT);
    }

    @Test
    void letsMoreEnterThanFitInAFrame() {
        List<UUID> todos = new ArrayList<>();
        List<Change> opened = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            todos.add(new UUID(9, i));
            commit(status(todos.getLast(), "done"));
        }
        subscribe(null, null);
        todos.forEach(todo -> opened.add(status(todo, "open")));

        assertThat(commit(opened.toArray(Change[]::new)))
                .allSatisfy(event -> assertThat(event.kind()).isEqualTo(EventKind.ENTER))
                .extracting(DeltaEvent::id)
                .containsExactlyElementsOf(todos);
    }

    @Test
    void doesNotSendWhatHasCeasedToMatchByThen() {
        commit(status(MILK, "done"));
        subscribe(null, null);
        Appended opened = log.append(status(MILK, "open"));
        Appended done = log.append(status(MILK, "done"));

        feeds.committed(List.of(opened));
        socket.run();
        feeds.committed(List.of(done));
        socket.run();

        assertThat(kinds(events(socket.sent()))).containsExactly(EventKind.LEAVE);
    }

    @Test
    void showsANewDeviceWhatMatches() {
        commit(status(MILK, "open"));
        commit(status(EGGS, "open"));
        commit(deleted(EGGS, true));
        for (int i = 0; i < 10; i++) {
            commit(status(new UUID(5, i), "done"));
        }
        UUID last = new UUID(6, 6);
        commit(status(last, "open"));

        subscribe(null, null);

        List<ServerMessage> messages = socket.sent();
        assertThat(records(messages)).containsExactly(MILK, last);
        assertThat(messages).hasSize(3);
        Snapshot first = (Snapshot) messages.getFirst();
        subscriptions.getFirst().close();
        subscribe(null, first.next());
        assertThat(records(socket.sent())).containsExactly(last);
    }

    @Test
    void tellsWhatBecameOfAPageThatWasReadLaterThanItsSnapshotBegan() {
        commit(status(MILK, "done"));
        commit(status(EGGS, "done"));
        commit(status(new UUID(3, 3), "open"));
        socket.room(0);
        Subscription subscription = open(socket, null, null);
        socket.room(1);
        subscription.pump();
        commit(status(MILK, "open"));
        socket.run();
        commit(status(MILK, "done"));
        socket.room(100);
        subscription.pump();
        socket.run();

        Replica replica = new Replica(true);
        socket.sent().forEach(replica::take);
        assertThat(replica.shown()).containsOnlyKeys(new UUID(3, 3));
    }

    @Test
    void startsAgainWhenTheLogNoLongerReachesItsCursor() {
        subscribe(null, null);
        String cursor = ((Live) socket.sent().getLast()).cursor();
        subscriptions.getFirst().close();
        commit(status(MILK, "open"));
        commit(status(MILK, "done"));
        log.compact(STORE, 1);

        subscribe(cursor, null);

        List<ServerMessage> messages = socket.sent();
        assertThat(((Reset) messages.getFirst()).reason()).isEqualTo(ResetReason.HISTORY_LOST);
        assertThat(records(messages)).isEmpty();
        assertThat(messages.getLast()).isInstanceOf(Live.class);
    }

    private final List<Subscription> subscriptions = new ArrayList<>();

    private void subscribe(@Nullable String cursor, @Nullable String next) {
        open(socket, cursor, next);
        socket.run();
    }

    private Subscription open(CountingOutlet outlet, @Nullable String cursor, @Nullable String next) {
        return open(outlet, new SubscriptionRequest("r", "s", STORE, PHONE, OPEN, cursor, next));
    }

    private Subscription open(CountingOutlet outlet, SubscriptionRequest request) {
        Subscription subscription = feeds.subscribe(request, outlet, FakeOutlet::write, new Unmoved());
        subscriptions.addFirst(subscription);
        subscription.pump();
        outlet.run();
        return subscription;
    }

    private Change status(UUID todo, String status) {
        return Changes.field(STORE, todo, "status", '"' + status + '"', ++time);
    }

    private Change title(UUID todo, String title) {
        return Changes.field(STORE, todo, "title", '"' + title + '"', ++time);
    }

    private Change deleted(UUID todo, boolean deleted) {
        return Changes.deletion(STORE, todo, deleted, ++time).change();
    }

    /** Writes them in one transaction; the answer is what the device is told of it. */
    private List<DeltaEvent> commit(Change... changes) {
        List<LogEntry> entries = new ArrayList<>();
        for (Change change : changes) {
            entries.addAll(log.append(change).entries());
        }
        feeds.committed(List.of(new Appended(STORE, entries.getFirst().seq() - 1, entries)));
        socket.run();
        return events(socket.sent());
    }

    private static List<DeltaEvent> events(List<ServerMessage> messages) {
        return messages.stream()
                .filter(Delta.class::isInstance)
                .flatMap(message -> ((Delta) message).events().stream())
                .toList();
    }

    private static List<EventKind> kinds(List<DeltaEvent> events) {
        return events.stream().map(DeltaEvent::kind).toList();
    }

    private static List<UUID> records(List<ServerMessage> messages) {
        return messages.stream()
                .filter(Snapshot.class::isInstance)
                .flatMap(message -> ((Snapshot) message).records().stream())
                .map(SnapshotRecord::id)
                .toList();
    }
}
