package dev.xeocontext.kit.outbox;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Publishes what was just committed, at once. Does not wait and does not fail: a message that is not confirmed stays in
 * the outbox, and the {@link OutboxRelay} sends it again.
 */
public final class OutboxPublisher {

    private final EventSender sender;
    private final Executor later;
    private final Consumer<UUID> confirmed;

    /**
     * Makes a publisher.
     *
     * @param sender bounds what is on its way; what goes beyond is left to the relay
     * @param later runs what can wait, a moment later
     * @param confirmed hears the id of each message that the broker has
     */
    OutboxPublisher(EventSender sender, Executor later, Consumer<UUID> confirmed) {
        this.sender = sender;
        this.later = later;
        this.confirmed = confirmed;
    }

    /** The same, for messages that tell what has gone another way already. */
    public void publishLater(List<OutboxMessage> messages) {
        later.execute(() -> publish(messages));
    }

    public void publish(List<OutboxMessage> messages) {
        for (OutboxMessage message : messages) {
            UUID id = message.id();
            sender.send(message).subscribe().with(sent -> confirmed.accept(id), unconfirmed -> {});
        }
    }
}
