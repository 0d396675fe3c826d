package dev.xeocontext.sync.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.contracts.sync.WhereReader;
import dev.xeocontext.sync.log.Changes;
import dev.xeocontext.sync.log.FakeLog;
import dev.xeocontext.sync.log.LogEntry;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What filters see of records is read when a filter asks for it. */
class SidesTest {

    private static final UUID STORE = new UUID(0, 1);
    private static final UUID PHONE = new UUID(3, 1);
    private static final UUID MILK = new UUID(1, 1);
    private static final SubscriptionQuery OPEN =
            SubscriptionQuery.of(List.of("todos"), WhereReader.read(Map.of("status", "open")));

    private final FakeLog log = new FakeLog();
    private final Feeds feeds = new Feeds(log, 100_000, Witness.silent());
    private final FakeOutlet socket = new FakeOutlet();

    @Test
    void aFilterReadsForItselfWhatTheFeedReadBeforeItCame() {
        Subscription subscription = subscribe(OPEN);
        int reads = log.eventReads();
        LogEntry entry = log.append(Changes.field(STORE, MILK, "status", "\"open\"", 1))
                .entries()
                .getFirst();

        subscription.offer(new Batch(0, List.of(new LogEntry(entry.seq(), entry.change(), null))));
        socket.run();

        assertThat(socket.sent())
                .singleElement()
                .isInstanceOfSatisfying(
                        Delta.class, delta -> assertThat(delta.events()).hasSize(1));
        assertThat(log.eventReads()).isEqualTo(reads + 1);
    }

    @Test
    void theFeedReadsThemForTheFiltersAmongItsSubscriptions() {
        subscribe(SubscriptionQuery.of(List.of("todos")));
        subscribe(OPEN);
        int reads = log.eventReads();
        log.append(Changes.field(STORE, MILK, "status", "\"open\"", 1));

        feeds.wake(STORE, 1);
        socket.run();

        assertThat(socket.sent())
                .hasSize(2)
                .allSatisfy(message -> assertThat(message).isInstanceOf(Delta.class));
        assertThat(log.eventReads()).isEqualTo(reads + 1);
    }

    private Subscription subscribe(SubscriptionQuery query) {
        SubscriptionRequest request = new SubscriptionRequest("r", "s" + query.hash(), STORE, PHONE, query, null, null);
        Subscription subscription = feeds.subscribe(request, socket, FakeOutlet::write, new Unmoved());
        subscription.pump();
        socket.run();
        socket.sent();
        return subscription;
    }
}
