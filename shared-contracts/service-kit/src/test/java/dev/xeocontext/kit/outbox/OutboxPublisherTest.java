package dev.xeocontext.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxPublisherTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Broker broker = new Broker();
    private final List<UUID> confirmed = new ArrayList<>();

    @Test
    void reportsWhatTheBrokerConfirms() {
        List<OutboxMessage> messages = messages(3);
        publisher(10, LONG).publish(messages);

        broker.confirm(0);
        broker.confirm(2);

        assertThat(confirmed)
                .containsExactly(messages.get(0).id(), messages.get(2).id());
    }

    @Test
    void leavesWhatExceedsItsBoundToTheRelay() {
        OutboxPublisher publisher = publisher(2, LONG);
        publisher.publish(messages(5));
        assertThat(broker.pending).hasSize(2);

        broker.confirm(0);
        publisher.publish(messages(5));
        assertThat(broker.pending).hasSize(3);
    }

    @Test
    void aFailureFreesItsPlaceAndConfirmsNothing() {
        OutboxPublisher publisher = publisher(1, LONG);
        publisher.publish(messages(1));
        broker.refuse(0);
        publisher.publish(messages(1));

        assertThat(broker.pending).hasSize(2);
        assertThat(confirmed).isEmpty();
    }

    @Test
    void anAttemptWithoutAnAnswerFails() {
        Throwable failure = publisher(1, Duration.ofMillis(20))
                .attempt(messages(1).getFirst())
                .onItemOrFailure()
                .transform((sent, failed) -> failed)
                .await()
                .atMost(LONG);

        assertThat(failure).isNotNull();
    }

    private OutboxPublisher publisher(int maxInFlight, Duration timeout) {
        return new OutboxPublisher(broker, confirmed::add, maxInFlight, timeout);
    }

    private static List<OutboxMessage> messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new OutboxMessage(UUID.randomUUID(), UUID.randomUUID(), "todos.0", "[]"))
                .toList();
    }

    /** Confirms when it is told to. */
    private static final class Broker implements EventSender {

        private final List<UniEmitter<? super Void>> pending = new ArrayList<>();

        @Override
        public Uni<Void> send(OutboxMessage message) {
            return Uni.createFrom().emitter(pending::add);
        }

        void confirm(int index) {
            pending.get(index).complete(null);
        }

        void refuse(int index) {
            pending.get(index).fail(new IllegalStateException("nack"));
        }
    }
}
