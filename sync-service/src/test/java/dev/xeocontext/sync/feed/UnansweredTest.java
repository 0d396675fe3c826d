package dev.xeocontext.sync.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.ServerMessage;
import dev.xeocontext.contracts.sync.ServerMessage.Delta;
import dev.xeocontext.contracts.sync.ServerMessage.Live;
import dev.xeocontext.contracts.sync.SubscriptionQuery;
import dev.xeocontext.sync.HandTimer;
import dev.xeocontext.sync.log.FakeLog;
import dev.xeocontext.sync.log.TimelyLogReader;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Reads that fail, or that the database never answers: those cost their deadline, and nothing hangs behind them. */
class UnansweredTest {

    private static final UUID STORE = new UUID(0, 1);
    private static final UUID PHONE = new UUID(3, 1);

    private final FakeLog log = new FakeLog();
    private final HandTimer timer = new HandTimer();
    private final Feeds feeds = new Feeds(new TimelyLogReader(log, timer.deadline()), 100_000, Witness.silent());
    private final FakeOutlet socket = new FakeOutlet();
    private final List<Throwable> failures = new ArrayList<>();

    @Test
    void aSubscriptionThatCannotBeginSaysSo() {
        log.fallSilent();
        subscribe();
        assertThat(failures).isEmpty();

        elapse();

        assertThat(failures).singleElement().isInstanceOf(TimeoutException.class);
        assertThat(feeds.seen()).isEmpty();
    }

    @Test
    void aSubscriptionThatReadsTriesAgain() {
        log.append(STORE, "Milk");
        socket.room(1);
        Subscription subscription = subscribe();
        socket.sent();
        log.append(STORE, "Eggs");
        log.fallSilent();
        socket.room(100);
        subscription.pump();
        log.comeBack();
        subscription.pump();
        socket.run();
        assertThat(socket.sent()).as("what comes while a read has no answer").isEmpty();

        elapse();
        subscription.pump();
        socket.run();

        List<ServerMessage> messages = socket.sent();
        assertThat(messages.getFirst())
                .isInstanceOfSatisfying(
                        Delta.class, delta -> assertThat(delta.to()).isEqualTo(2));
        assertThat(messages.getLast()).isInstanceOf(Live.class);
    }

    @Test
    void theFeedOfAStoreReadsAgainWhenItIsWoken() {
        subscribe();
        socket.sent();
        log.append(STORE, "Milk");
        log.fallSilent();
        feeds.wake(STORE, 1);
        log.comeBack();

        elapse();
        feeds.wake(STORE, 1);
        socket.run();

        assertThat(socket.sent()).singleElement().isInstanceOf(Delta.class);
        assertThat(timer.waiting()).isZero();
    }

    @Test
    void triesAgainWhenAReadFails() {
        subscribe();
        socket.sent();
        log.goAway();
        log.append(STORE, "elsewhere");
        feeds.wake(STORE, 1);
        socket.run();
        assertThat(socket.sent()).isEmpty();

        log.comeBack();
        feeds.wake(STORE, 1);
        socket.run();

        assertThat(socket.sent()).singleElement().isInstanceOf(Delta.class);
    }

    @Test
    void saysAtOnceThatItCannotBegin() {
        log.goAway();
        subscribe();

        assertThat(failures).hasSize(1);
        assertThat(socket.sent()).isEmpty();
        assertThat(feeds.seen()).isEmpty();
    }

    private void elapse() {
        timer.elapse();
        socket.run();
    }

    private Subscription subscribe() {
        SubscriptionRequest request =
                new SubscriptionRequest("r", "s", STORE, PHONE, SubscriptionQuery.of(List.of("todos")), null, null);
        Subscription subscription = feeds.subscribe(request, socket, FakeOutlet::write, new SubscriptionListener() {
            @Override
            public void caughtUp(Subscription caughtUp) {}

            @Override
            public void failed(Subscription failed, Throwable failure) {
                failures.add(failure);
            }
        });
        subscription.pump();
        socket.run();
        return subscription;
    }
}
