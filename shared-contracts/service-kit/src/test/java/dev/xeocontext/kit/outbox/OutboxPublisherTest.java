package dev.xeocontext.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutboxPublisherTest {

    private final FakeBroker broker = new FakeBroker();
    private final List<Runnable> later = new ArrayList<>();
    private final List<UUID> confirmed = new ArrayList<>();

    @Test
    void reportsWhatTheBrokerConfirms() {
        List<OutboxMessage> messages = Messages.some(3);
        publisher(10, 100).publish(messages);

        broker.confirm(0);
        broker.confirm(2);

        assertThat(confirmed)
                .containsExactly(messages.get(0).id(), messages.get(2).id());
    }

    @Test
    void leavesWhatExceedsItsBoundToTheRelay() {
        OutboxPublisher publisher = publisher(2, 100);
        publisher.publish(Messages.some(5));
        assertThat(broker.sent()).hasSize(2);

        broker.confirm(0);
        publisher.publish(Messages.some(5));
        assertThat(broker.sent()).hasSize(3);
    }

    @Test
    void leavesWhatIsTooLargeTogetherToTheRelay() {
        OutboxPublisher publisher = publisher(100, 5);
        publisher.publish(List.of(Messages.of("[1,2]"), Messages.of("[]")));
        assertThat(broker.sent()).hasSize(1);

        broker.confirm(0);
        publisher.publish(List.of(Messages.of("larger than it all"), Messages.of("[]")));
        assertThat(broker.sent()).hasSize(2);
    }

    @Test
    void aFailureFreesItsPlaceAndConfirmsNothing() {
        OutboxPublisher publisher = publisher(1, 100);
        publisher.publish(Messages.some(1));
        broker.refuse(0);
        publisher.publish(Messages.some(1));

        assertThat(broker.sent()).hasSize(2);
        assertThat(confirmed).isEmpty();
    }

    @Test
    void whatCanWaitIsSentAMomentLater() {
        publisher(10, 100).publishLater(Messages.some(2));
        assertThat(broker.sent()).isEmpty();

        later.forEach(Runnable::run);

        assertThat(broker.sent()).hasSize(2);
    }

    private OutboxPublisher publisher(int maxMessages, long maxCharacters) {
        return new OutboxPublisher(new BoundedSender(broker, maxMessages, maxCharacters), later::add, confirmed::add);
    }
}
