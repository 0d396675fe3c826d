package dev.xeocontext.kit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class BrokerLinkTest {

    private record Address(int port, Duration reconnectPause, Duration checkInterval) implements BrokerAddress {

        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public String username() {
            return "somebody";
        }

        @Override
        public String password() {
            return "something";
        }
    }

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofDays(1);

    private final RecordingUse use = new RecordingUse();
    private String name = "";
    private ScriptedBroker broker;
    private BrokerLink link;

    @BeforeEach
    void open(TestInfo test) throws IOException {
        name = "link of " + test.getDisplayName();
        broker = new ScriptedBroker();
        link = checkedEvery(NEVER);
    }

    @AfterEach
    void close() throws IOException {
        link.stop();
        broker.close();
    }

    private BrokerLink checkedEvery(Duration interval) {
        return new BrokerLink(name, new Address(broker.port(), SHORT, interval), use);
    }

    @Test
    void attemptsGetFurtherApartWhileTheBrokerIsAway() {
        broker.refuse();
        link.start();

        await().atMost(DEADLINE).until(() -> broker.attempts().size() >= 5);

        List<Long> attempts = broker.attempts();
        for (int i = 0; i < 4; i++) {
            Duration apart = Duration.ofNanos(attempts.get(i + 1) - attempts.get(i));
            assertThat(apart).as("after attempt %d", i).isGreaterThanOrEqualTo(SHORT.multipliedBy(1L << i));
        }
        assertThat(use.opened()).isEmpty();
    }

    @Test
    void stopEndsTheAttempts() {
        broker.refuse();
        link.start();
        await().atMost(DEADLINE).until(() -> broker.attempts().size() >= 2);

        link.stop();

        assertThat(link.stopped()).isTrue();
        await().atMost(DEADLINE).until(this::isThreadGone);
        assertThatThrownBy(() -> link.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void stopEndsTheConnection() {
        connect();

        link.stop();

        await().atMost(DEADLINE).until(() -> broker.connections() == 0 && isThreadGone());
        assertThat(broker.attempts()).hasSize(1);
    }

    @Test
    void connectsAgainWhenTheConnectionIsLost() throws IOException {
        Connection lost = connect();

        broker.hangUp();

        assertThat(connected(2)).isNotSameAs(lost);
        assertThat(lost.isOpen()).isFalse();
    }

    @Test
    void connectsAgainWhenItCouldNotSetUpWhatIsWanted() {
        use.openBadly();
        link.start();

        assertThat(connected(2).isOpen()).isTrue();
        assertThat(use.opened().getFirst().isOpen()).isFalse();
    }

    @Test
    void connectsAgainWhenWhatItSetUpIsGone() {
        link = checkedEvery(SHORT);
        Connection first = connect();

        use.lose();

        assertThat(connected(2)).isNotSameAs(first);
        assertThat(first.isOpen()).isFalse();
    }

    @Test
    void connectsAgainWhenItIsToldTo() {
        Connection first = connect();

        link.beginAnew(first);

        assertThat(connected(2)).isNotSameAs(first);
    }

    @Test
    void knowsThatTheBrokerTakesNothing() throws IOException {
        connect();
        assertThat(link.blocked()).isFalse();

        broker.block();
        await().atMost(DEADLINE).until(link::blocked);

        broker.unblock();
        await().atMost(DEADLINE).until(() -> !link.blocked());
    }

    @Test
    void aNewConnectionIsNotBlocked() throws IOException {
        connect();
        broker.block();
        await().atMost(DEADLINE).until(link::blocked);

        broker.hangUp();

        connected(2);
        assertThat(link.blocked()).isFalse();
    }

    @Test
    void aBrokerThatTakesNothingIsNotAskedAnything() throws Exception {
        link = checkedEvery(Duration.ofMillis(1));
        connect();
        await().atMost(DEADLINE).until(() -> use.checks() > 0);
        broker.block();
        await().atMost(DEADLINE).until(link::blocked);
        CountDownLatch overtaken = new CountDownLatch(1);
        link.execute(overtaken::countDown);
        overtaken.await();

        int before = use.checks();
        await().during(Duration.ofMillis(100)).atMost(DEADLINE).until(() -> use.checks() == before);

        broker.unblock();
        await().atMost(DEADLINE).until(() -> use.checks() > before);
        assertThat(use.opened()).hasSize(1);
    }

    private Connection connect() {
        link.start();
        return connected(1);
    }

    /** The connection of a turn, once the link has it. */
    private Connection connected(int turn) {
        await().atMost(DEADLINE).until(() -> use.opened().size() >= turn && broker.connections() == 1);
        return use.opened().get(turn - 1);
    }

    private boolean isThreadGone() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals(name));
    }
}
