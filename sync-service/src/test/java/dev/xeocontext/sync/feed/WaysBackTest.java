package dev.xeocontext.sync.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.Cursor;
import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.Lagging;
import dev.xeocontext.contracts.sync.ServerMessage.Live;
import dev.xeocontext.contracts.sync.ServerMessage.Reset;
import dev.xeocontext.contracts.sync.ServerMessage.Snapshot;
import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.sync.log.Change;
import dev.xeocontext.sync.log.Changes;
import dev.xeocontext.sync.log.FakeLog;
import dev.xeocontext.sync.log.StoreHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a device that was away, or fell behind, comes back. */
class WaysBackTest {

    private static final UUID STORE = new UUID(0, 1);
    private static final UUID PHONE = new UUID(3, 1);
    private static final UUID MILK = new UUID(1, 1);
    private static final UUID EGGS = new UUID(2, 2);
    private static final UUID TEA = new UUID(3, 3);

    private final FakeLog log = new FakeLog();
    private final List<ResetReason> resets = new ArrayList<>();
    private final List<UUID> doubts = new ArrayList<>();
    private final List<Subscription> cuts = new ArrayList<>();
    private final FakeOutlet socket = new FakeOutlet();
    private final Replica replica = new Replica(false);
    private @Nullable Subscription subscription;
    private final Feeds feeds = new Feeds(log, 100_000, new Witness() {
        @Override
        public void cut() {
            cuts.add(subscription());
        }

        @Override
        public void reset(ResetReason reason) {
            resets.add(reason);
        }

        @Override
        public void doubted(UUID storeId) {
            doubts.add(storeId);
        }
    });
    private long time;

    @Test
    void readsWhatChangedSinceWhenTheLogNoLongerReachesTheCursor() {
        write(titled(MILK), titled(EGGS), titled(TEA));
        comeAndGo();
        write(titled(EGGS), deleted(TEA), titled(new UUID(4, 4)), titled(EGGS));
        log.compact(STORE, 6);

        List<ServerMessage> messages = comeBack();

        List<Snapshot> pages = snapshots(messages);
        assertThat(pages).hasSize(2).noneMatch(Snapshot::full).allMatch(page -> page.asOf() == 7);
        assertThat(ids(pages)).containsExactly(TEA, new UUID(4, 4), EGGS);
        assertThat(pages.getFirst().records().getFirst().deleted()).isNotNull();
        assertThat(messages.getLast()).isInstanceOf(Live.class);
        assertThat(replica.shown()).containsOnlyKeys(MILK, EGGS, new UUID(4, 4));
        assertThat(resets).isEmpty();
    }

    @Test
    void resumesThePagesOfWhatChanged() {
        write(titled(MILK));
        comeAndGo();
        write(titled(EGGS), titled(TEA), titled(MILK));
        log.compact(STORE, 4);
        socket.room(1);
        comeBack();
        assertThat(replica.next()).isNotNull();
        subscription().close();
        write(titled(EGGS));
        socket.room(100);

        List<ServerMessage> messages = comeBack();

        assertThat(ids(snapshots(messages))).containsExactly(MILK, EGGS);
        assertThat(replica.shown()).isEqualTo(log.states(STORE));
    }

    @Test
    void startsAgainWhenTombstonesThatTheDeviceNeverSawArePurged() {
        write(titled(MILK), titled(EGGS));
        comeAndGo();
        write(deleted(EGGS), titled(MILK));
        log.compact(STORE, 4);
        log.purge(STORE, "todos", EGGS);

        List<ServerMessage> messages = comeBack();

        assertThat(resets).containsExactly(ResetReason.HISTORY_LOST);
        assertThat(snapshots(messages))
                .singleElement()
                .satisfies(page -> assertThat(page.full()).isTrue());
        assertThat(replica.shown()).containsOnlyKeys(MILK);
        assertThat(doubts).isEmpty();
    }

    @Test
    void startsAgainWhenATombstoneIsPurgedWhileItReadsWhatChanged() {
        write(titled(MILK), titled(EGGS), titled(TEA));
        comeAndGo();
        write(titled(MILK), titled(TEA), deleted(EGGS));
        log.compact(STORE, 6);
        socket.room(1);
        comeBack();
        log.purge(STORE, "todos", EGGS);

        goOn();

        assertThat(resets).containsExactly(ResetReason.HISTORY_LOST);
        assertThat(replica.shown()).containsOnlyKeys(MILK, TEA);
    }

    @Test
    void goesOnByRecordsWhenTheLogIsCompactedWhileItReads() {
        write(titled(MILK));
        comeAndGo();
        write(titled(MILK), titled(EGGS), titled(TEA), titled(MILK), titled(EGGS));
        socket.room(1);
        List<ServerMessage> first = comeBack();
        assertThat(first).singleElement().isInstanceOf(Delta.class);
        log.compact(STORE, 5);

        List<ServerMessage> rest = goOn();

        assertThat(ids(snapshots(rest))).containsExactly(TEA, MILK, EGGS);
        assertThat(replica.shown()).isEqualTo(log.states(STORE));
        assertThat(resets).isEmpty();
    }

    @Test
    void goesOnByRecordsWhenTheLogIsCompactedBeneathALiveSubscription() {
        comeBack();
        write(titled(MILK), titled(EGGS), titled(TEA));
        log.compact(STORE, 3);

        feeds.wake(STORE, 3);
        socket.run();
        take();

        assertThat(replica.shown()).isEqualTo(log.states(STORE));
        feeds.committed(List.of(log.append(titled(MILK))));
        socket.run();
        assertThat(take()).singleElement().isInstanceOf(Delta.class);
    }

    @Test
    void goesOnByRecordsWhenAPartOfWhatALiveSubscriptionMissedIsCompacted() {
        comeBack();
        write(titled(MILK), titled(EGGS), titled(TEA), titled(MILK));
        log.compact(STORE, 2);

        feeds.wake(STORE, 4);
        socket.run();
        take();

        assertThat(replica.shown()).isEqualTo(log.states(STORE));
    }

    @Test
    void readsAnotherHistoryFromTheStart() {
        write(titled(MILK));
        comeAndGo();
        log.renew(STORE);

        comeBack();

        assertThat(resets).containsExactly(ResetReason.RESTORED);
        assertThat(doubts).isEmpty();
    }

    @Test
    void aLiveSubscriptionReadsAnotherHistoryFromTheStartWhenItIsTold() {
        write(titled(MILK));
        comeBack();
        log.renew(STORE);

        feeds.recheck(STORE);
        socket.run();

        List<ServerMessage> messages = take();
        assertThat(messages.getFirst()).isInstanceOf(Reset.class);
        assertThat(messages.getLast()).isInstanceOf(Live.class);
    }

    @Test
    void readsTheHistoryThatBeganWhileItAskedWhereTheStoreStands() {
        write(titled(MILK));
        log.holdBack();
        subscribe();
        log.renew(STORE);
        feeds.recheck(STORE);
        socket.run();
        log.tell();
        socket.run();

        assertThat(take().getLast())
                .isInstanceOfSatisfying(
                        Live.class,
                        live -> assertThat(Cursor.decode(live.cursor()))
                                .hasValueSatisfying(
                                        cursor -> assertThat(cursor.epoch()).isEqualTo(head().epoch())));
    }

    /** The log was put back to where the subscription is, and behind what was heard of the store. */
    @Test
    void isLiveAtTheEndOfALogThatWasPutBack() {
        write(titled(MILK));
        comeAndGo();
        write(titled(EGGS), titled(TEA), titled(MILK), titled(EGGS));
        socket.room(1);
        comeBack();
        Optional<StoreHead> seen = Objects.requireNonNull(feeds.seen().get(STORE));
        assertThat(seen).map(StoreHead::head).contains(5L);
        log.cut(STORE, 3);

        feeds.compare(STORE, seen, head());

        assertThat(goOn()).singleElement().isInstanceOf(Live.class);
    }

    private StoreHead head() {
        return Objects.requireNonNull(
                log.heads(List.of(STORE)).await().indefinitely().get(STORE));
    }

    @Test
    void doubtsAHistoryThatIsShorterThanTheDeviceKnows() {
        write(titled(MILK), titled(EGGS));
        comeAndGo();
        log.cut(STORE, 1);

        comeBack();

        assertThat(resets).containsExactly(ResetReason.RESTORED);
        assertThat(doubts).containsExactly(STORE);
    }

    @Test
    void doubtsAHistoryThatIsShorterThanTheSnapshotThatTheDeviceBegan() {
        write(titled(MILK), titled(EGGS), titled(TEA));
        socket.room(1);
        comeAndGo();
        log.cut(STORE, 2);
        socket.room(100);

        comeBack();

        assertThat(resets).containsExactly(ResetReason.RESTORED);
        assertThat(doubts).containsExactly(STORE);
    }

    @Test
    void saysOncePerCutThatItLags() {
        comeBack();
        socket.room(1);
        for (int i = 0; i < 20; i++) {
            feeds.committed(List.of(log.append(titled(MILK))));
            socket.run();
        }
        List<ServerMessage> messages = take();
        assertThat(messages).hasSize(2);
        assertThat(messages.getLast()).isInstanceOf(Lagging.class);
        assertThat(cuts).hasSize(1);

        goOn();
        socket.room(0);
        feeds.committed(List.of(log.append(titled(EGGS))));
        socket.run();

        assertThat(take()).singleElement().isInstanceOf(Lagging.class);
        assertThat(cuts).hasSize(2);
        goOn();
        assertThat(replica.shown()).isEqualTo(log.states(STORE));
    }

    private Subscription subscription() {
        if (subscription == null) {
            throw new AssertionError("no subscription yet");
        }
        return subscription;
    }

    private void comeAndGo() {
        comeBack();
        subscription().close();
    }

    private List<ServerMessage> comeBack() {
        subscribe();
        socket.run();
        return take();
    }

    private void subscribe() {
        SubscriptionRequest request = new SubscriptionRequest(
                "r", "s", STORE, PHONE, SubscriptionQuery.of(List.of("todos")), replica.cursor(), replica.next());
        subscription = feeds.subscribe(request, socket, FakeOutlet::write, new Unmoved());
        subscription.pump();
    }

    private List<ServerMessage> goOn() {
        socket.room(1_000);
        subscription().pump();
        socket.run();
        return take();
    }

    private List<ServerMessage> take() {
        List<ServerMessage> messages = socket.sent();
        messages.forEach(replica::take);
        return messages;
    }

    private void write(Change... changes) {
        for (Change change : changes) {
            log.append(change);
        }
    }

    private Change titled(UUID todo) {
        time++;
        return Changes.field(STORE, todo, "title", "\"title " + time + '"', time);
    }

    private Change deleted(UUID todo) {
        return Changes.deletion(STORE, todo, true, ++time).change();
    }

    private static List<Snapshot> snapshots(List<ServerMessage> messages) {
        return messages.stream()
                .filter(Snapshot.class::isInstance)
                .map(Snapshot.class::cast)
                .toList();
    }

    private static List<UUID> ids(List<Snapshot> pages) {
        return pages.stream()
                .flatMap(page -> page.records().stream())
                .map(ServerMessage.SnapshotRecord::id)
                .toList();
    }
}
