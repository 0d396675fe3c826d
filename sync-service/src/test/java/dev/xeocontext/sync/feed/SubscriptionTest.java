package dev.xeocontext.sync.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.Cursor;
import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.DeltaEvent;
import dev.xeocontext.contracts.sync.ServerMessage.Lagging;
import dev.xeocontext.contracts.sync.ServerMessage.Live;
import dev.xeocontext.contracts.sync.ServerMessage.Reset;
import dev.xeocontext.contracts.sync.ServerMessage.Snapshot;
import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.sync.log.Appended;
import dev.xeocontext.sync.log.FakeLog;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private static final UUID STORE = new UUID(0, 1);
    private static final UUID PHONE = new UUID(3, 1);

    private final FakeLog log = new FakeLog();
    private final Feeds feeds = new Feeds(log, 100_000, Witness.silent());
    private final FakeOutlet socket = new FakeOutlet();
    private int caughtUp;

    @Test
    void sendsSnapshotPagesThenLive() {
        fill(3);
        subscribe(null);

        List<ServerMessage> messages = socket.sent();
        assertThat(messages).hasSize(3);
        Snapshot first = (Snapshot) messages.get(0);
        Snapshot last = (Snapshot) messages.get(1);
        assertThat(first.records()).hasSize(2);
        assertThat(first.next()).isNotNull();
        assertThat(last.records()).hasSize(1);
        assertThat(last.asOf()).isEqualTo(3);
        assertThat(last.cursor()).isNotNull();
        assertThat(messages.get(2))
                .isInstanceOfSatisfying(
                        Live.class, live -> assertThat(live.to()).isEqualTo(3));
        assertThat(caughtUp).isEqualTo(1);
    }

    @Test
    void sendsEveryPageOnceToASocketThatAsksForMoreInTheMiddleOfASend() {
        fill(7);
        socket.afterEachSend(() -> subscriptions.forEach(Subscription::pump));
        subscribe(null);

        assertThat(socket.sent())
                .filteredOn(Snapshot.class::isInstance)
                .flatExtracting(page -> ((Snapshot) page).records())
                .hasSize(7);
    }

    @Test
    void repairsWithDeltasWhatWasWrittenDuringTheSnapshot() {
        fill(3);
        socket.room(1);
        subscribe(null);
        assertThat(socket.sent()).hasSize(1);
        commit("during");

        socket.room(100);
        Subscription subscription = subscriptions.getFirst();
        subscription.pump();
        socket.run();

        List<ServerMessage> messages = socket.sent();
        assertThat(messages.getLast()).isInstanceOf(Live.class);
        assertThat(seqs(messages)).containsExactly(4L);
    }

    @Test
    void takesWhatThisReplicaWroteWithoutReadingIt() {
        subscribe(null);
        socket.sent();
        int reads = log.eventReads();

        commit("one");
        commit("two");

        assertThat(seqs(socket.sent())).containsExactly(1L, 2L);
        assertThat(log.eventReads()).isEqualTo(reads);
    }

    @Test
    void readsOnceForAllWhatAnotherReplicaWrote() {
        FakeOutlet other = new FakeOutlet();
        subscribe(null);
        open(other, null);
        socket.sent();
        other.sent();
        int reads = log.eventReads();

        log.append(STORE, "elsewhere");
        feeds.wake(STORE, 1);
        socket.run();
        other.run();

        assertThat(seqs(socket.sent())).containsExactly(1L);
        assertThat(seqs(other.sent())).containsExactly(1L);
        assertThat(log.eventReads()).isEqualTo(reads + 1);
    }

    @Test
    void missesNothingWhenWakeUpsAndCommitsComeInAnyOrder() {
        subscribe(null);
        socket.sent();
        Appended one = log.append(STORE, "one");
        Appended two = log.append(STORE, "two");
        Appended three = log.append(STORE, "three");

        feeds.committed(List.of(three));
        feeds.wake(STORE, 2);
        feeds.committed(List.of(one));
        feeds.committed(List.of(two));
        feeds.wake(STORE, 3);
        socket.run();

        assertThat(seqs(socket.sent())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void leavesASlowSocketBehindAndGoesOnFromItsPlace() {
        subscribe(null);
        socket.sent();
        socket.room(1);
        int reads = log.eventReads();
        for (int i = 0; i < 50; i++) {
            commit("title " + i);
        }
        assertThat(socket.sent())
                .satisfiesExactly(
                        first -> assertThat(seqs(List.of(first))).containsExactly(1L),
                        second -> assertThat(cursor(second)).isEqualTo(1));
        assertThat(log.eventReads()).isEqualTo(reads);

        socket.room(1_000);
        subscriptions.getFirst().pump();
        socket.run();

        List<Long> seqs = seqs(socket.sent());
        assertThat(seqs).hasSize(49).isSorted().first().isEqualTo(2L);
        commit("live again");
        assertThat(seqs(socket.sent())).containsExactly(51L);
    }

    @Test
    void goesOnFromACursorWithoutGaps() {
        subscribe(null);
        String cursor = ((Live) socket.sent().getLast()).cursor();
        subscriptions.getFirst().close();
        fill(5);

        subscribe(cursor);

        List<ServerMessage> messages = socket.sent();
        assertThat(seqs(messages)).containsExactly(1L, 2L, 3L, 4L, 5L);
        long told = 0;
        for (Delta delta : deltas(messages)) {
            assertThat(delta.from()).isEqualTo(told);
            told = delta.to();
        }
        assertThat(messages.getLast()).isInstanceOf(Live.class);
    }

    @Test
    void startsAgainWhenTheLogWasPutBack() {
        fill(3);
        subscribe(null);
        socket.sent();
        socket.room(0);
        feeds.committed(List.of(log.append(STORE, "lost again")));
        socket.run();
        log.cut(STORE, 1);

        socket.room(100);
        subscriptions.getFirst().pump();
        socket.run();

        List<ServerMessage> messages = socket.sent();
        assertThat(messages.getFirst()).isInstanceOf(Lagging.class);
        assertThat(((Reset) messages.get(1)).reason()).isEqualTo(ResetReason.RESTORED);
        assertThat(messages).hasAtLeastOneElementOfType(Snapshot.class);
        assertThat(messages.getLast()).isInstanceOf(Live.class);
    }

    @Test
    void refreshesTheCursorOfAQuietSubscription() {
        open(socket, null, "todo-lists");
        socket.sent();
        subscriptions.getFirst().refreshCursor();
        assertThat(socket.sent()).isEmpty();

        commit("of no interest");
        assertThat(socket.sent()).isEmpty();
        subscriptions.getFirst().refreshCursor();
        subscriptions.getFirst().refreshCursor();

        assertThat(socket.sent()).singleElement().isInstanceOf(Live.class);
    }

    @Test
    void forgetsAStoreWhenItsLastSubscriptionCloses() {
        subscribe(null);
        assertThat(feeds.seen()).containsOnlyKeys(STORE);

        subscriptions.getFirst().close();
        commit("unseen");

        assertThat(feeds.seen()).isEmpty();
        assertThat(deltas(socket.sent())).isEmpty();
    }

    @Test
    void readsInPagesWhatIsTooMuchForAFrame() {
        Feeds narrow = new Feeds(log, 10, Witness.silent());
        Subscription subscription = narrow.subscribe(request(null, "todos"), socket, FakeOutlet::write, listener);
        subscription.pump();
        socket.run();
        int reads = log.eventReads();

        narrow.committed(List.of(log.append(STORE, "a title of more than ten bytes")));
        socket.run();

        assertThat(seqs(socket.sent())).containsExactly(1L);
        assertThat(log.eventReads()).isEqualTo(reads + 1);
    }

    private final List<Subscription> subscriptions = new ArrayList<>();

    private final SubscriptionListener listener = new SubscriptionListener() {
        @Override
        public void caughtUp(Subscription subscription) {
            caughtUp++;
        }

        @Override
        public void failed(Subscription subscription, Throwable failure) {
            throw new AssertionError(failure);
        }
    };

    private void subscribe(@Nullable String cursor) {
        open(socket, cursor);
    }

    private void open(FakeOutlet outlet, @Nullable String cursor) {
        open(outlet, cursor, "todos");
    }

    private void open(FakeOutlet outlet, @Nullable String cursor, String collection) {
        Subscription subscription = feeds.subscribe(request(cursor, collection), outlet, FakeOutlet::write, listener);
        subscriptions.add(subscription);
        subscription.pump();
        outlet.run();
    }

    private static SubscriptionRequest request(@Nullable String cursor, String collection) {
        return new SubscriptionRequest("r", "s", STORE, PHONE, SubscriptionQuery.of(List.of(collection)), cursor, null);
    }

    private void fill(int events) {
        for (int i = 0; i < events; i++) {
            log.append(STORE, "title " + i);
        }
    }

    private void commit(String title) {
        feeds.committed(List.of(log.append(STORE, title)));
        socket.run();
    }

    private static long cursor(ServerMessage message) {
        return Cursor.decode(((Lagging) message).cursor()).orElseThrow().seq();
    }

    private static List<Delta> deltas(List<ServerMessage> messages) {
        return messages.stream()
                .filter(Delta.class::isInstance)
                .map(Delta.class::cast)
                .toList();
    }

    private static List<Long> seqs(List<ServerMessage> messages) {
        return deltas(messages).stream()
                .flatMap(delta -> delta.events().stream())
                .map(DeltaEvent::seq)
                .toList();
    }
}
