package dev.xeocontext.sync.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.ResetReason;
import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.Reset;
import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.sync.feed.FakeOutlet;
import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.feed.SubscriptionRequest;
import dev.xeocontext.sync.feed.Unmoved;
import dev.xeocontext.sync.feed.Witness;
import dev.xeocontext.sync.log.FakeLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is found out by looking when nobody has told. */
class HeadComparisonTest {

    private static final UUID STORE = new UUID(0, 1);
    private static final UUID PHONE = new UUID(3, 1);

    private final FakeLog log = new FakeLog();
    private final List<UUID> doubts = new ArrayList<>();
    private final Feeds feeds = new Feeds(log, 100_000, new Witness() {
        @Override
        public void cut() {}

        @Override
        public void reset(ResetReason reason) {}

        @Override
        public void doubted(UUID storeId) {
            doubts.add(storeId);
        }
    });
    private final HeadComparison comparison = new HeadComparison(feeds, log);
    private final FakeOutlet socket = new FakeOutlet();

    @Test
    void findsWhatIsNew() {
        subscribe();
        log.append(STORE, "Milk");

        assertThat(compare()).hasOnlyElementsOfType(Delta.class);
    }

    @Test
    void saysNothingWhenNothingIsNew() {
        log.append(STORE, "Milk");
        subscribe();

        assertThat(compare()).isEmpty();
    }

    @Test
    void resetsWhenTheStoreHasBegunANewEpoch() {
        log.append(STORE, "Milk");
        subscribe();
        log.renew(STORE);

        assertThat(compare().getFirst())
                .isInstanceOfSatisfying(
                        Reset.class, reset -> assertThat(reset.reason()).isEqualTo(ResetReason.RESTORED));
        assertThat(doubts).isEmpty();
        assertThat(compare()).isEmpty();
    }

    @Test
    void resetsAndDoubtsWhenTheStoreIsShorterThanItWas() {
        log.append(STORE, "Milk");
        log.append(STORE, "Eggs");
        subscribe();
        log.cut(STORE, 1);

        assertThat(compare().getFirst()).isInstanceOf(Reset.class);
        assertThat(doubts).containsExactly(STORE);
        assertThat(compare()).isEmpty();
    }

    private void subscribe() {
        var request =
                new SubscriptionRequest("r", "s", STORE, PHONE, SubscriptionQuery.of(List.of("todos")), null, null);
        feeds.subscribe(request, socket, FakeOutlet::write, new Unmoved()).pump();
        socket.run();
        socket.sent();
    }

    private List<ServerMessage> compare() {
        comparison.compare().await().atMost(Duration.ofSeconds(30));
        socket.run();
        return socket.sent();
    }
}
