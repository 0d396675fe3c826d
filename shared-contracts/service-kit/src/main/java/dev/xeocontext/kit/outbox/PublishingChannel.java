package dev.xeocontext.kit.outbox;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.xeocontext.contracts.event.EventRoute;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** One channel with publisher confirms. When it is lost, so is everything on it that was not confirmed: all of that fails. */
final class PublishingChannel {

    private final Channel channel;
    private final Unconfirmed unconfirmed;

    private PublishingChannel(Channel channel, Unconfirmed unconfirmed) {
        this.channel = channel;
        this.unconfirmed = unconfirmed;
    }

    /** @param beginAnew hears of it when the channel is lost and its connection is not */
    static PublishingChannel on(Connection connection, InstantSource time, Consumer<Connection> beginAnew)
            throws IOException {
        Channel channel = connection.createChannel();
        Unconfirmed unconfirmed = new Unconfirmed(time);
        channel.exchangeDeclare(EventRoute.EXCHANGE, BuiltinExchangeType.TOPIC, true);
        channel.confirmSelect();
        channel.addConfirmListener(
                unconfirmed::confirm,
                (tag, multiple) ->
                        unconfirmed.fail(tag, multiple, new IOException("The broker did not take the message")));
        channel.addShutdownListener(signal -> {
            unconfirmed.failAll(signal);
            if (!signal.isHardError()) {
                beginAnew.accept(connection);
            }
        });
        return new PublishingChannel(channel, unconfirmed);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    boolean waitsLongerThan(Duration patience) {
        return unconfirmed.waitLongerThan(patience);
    }

    /** Publishes; may block. By one thread at a time: the next tag is what the next message gets. */
    void publish(String routingKey, BasicProperties properties, byte[] body, UniEmitter<? super Void> caller) {
        long tag = channel.getNextPublishSeqNo();
        unconfirmed.add(tag, caller);
        try {
            channel.basicPublish(EventRoute.EXCHANGE, routingKey, properties, body);
        } catch (IOException | ShutdownSignalException e) {
            unconfirmed.fail(tag, false, e);
        }
    }
}
