package dev.xeocontext.kit.outbox;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Publishes what was just committed, at once. Does not wait and does not fail: a message that is not confirmed stays in
 * the outbox, and the {@link OutboxRelay} sends it again.
 */
public final class OutboxPublisher {

    private final EventSender sender;
    private final Consumer<UUID> confirmed;
    private final int maxInFlight;
    private final Duration confirmTimeout;
    private final AtomicInteger inFlight = new AtomicInteger();

    /**
     * Makes a publisher.
     *
     * @param confirmed hears the id of each message that the broker has
     * @param maxInFlight most messages without a confirmation; what goes beyond is left to the relay
     */
    OutboxPublisher(EventSender sender, Consumer<UUID> confirmed, int maxInFlight, Duration confirmTimeout) {
        this.sender = sender;
        this.confirmed = confirmed;
        this.maxInFlight = maxInFlight;
        this.confirmTimeout = confirmTimeout;
    }

    public void publish(List<OutboxMessage> messages) {
        for (OutboxMessage message : messages) {
            if (inFlight.incrementAndGet() > maxInFlight) {
                inFlight.decrementAndGet();
                return;
            }
            attempt(message)
                    .onTermination()
                    .invoke(inFlight::decrementAndGet)
                    .subscribe()
                    .with(sent -> confirmed.accept(message.id()), unconfirmed -> {});
        }
    }

    /** One attempt; fails when there is no confirmation in time. */
    Uni<Void> attempt(OutboxMessage message) {
        return sender.send(message).ifNoItem().after(confirmTimeout).fail();
    }
}
