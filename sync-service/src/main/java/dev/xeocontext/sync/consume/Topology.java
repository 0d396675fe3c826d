package dev.xeocontext.sync.consume;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.xeocontext.contracts.event.EventRoute;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;

/**
 * What must be there at the broker. Where dead letters and unrouted messages go is its own matter; when it keeps them in
 * queues, those are looked into too.
 */
final class Topology {

    private static final String QUEUE = "sync.events.";

    /** Messages that the broker took out of the queues of the slots, and those that found none. */
    static final List<String> STRAYS = List.of("sync.dead-letters", "xeo.unrouted");

    private final Map<String, Object> arguments;

    /** @param queueType where a broker has several */
    Topology(Optional<String> queueType) {
        this.arguments = queueType
                .<Map<String, Object>>map(type -> Map.of("x-queue-type", type))
                .orElse(Map.of());
    }

    static String queue(int slot) {
        return QUEUE + slot;
    }

    /**
     * Declares what is missing; leaves alone what is there.
     *
     * @return how many consumers the queue has
     */
    int declare(Channel channel, int slot) throws IOException {
        channel.exchangeDeclare(EventRoute.EXCHANGE, BuiltinExchangeType.TOPIC, true);
        int consumers =
                channel.queueDeclare(queue(slot), true, false, false, arguments).getConsumerCount();
        channel.queueBind(queue(slot), EventRoute.EXCHANGE, "*." + slot);
        return consumers;
    }

    /** How many consumers a queue has that is not declared here; nothing when there is no such queue, or not for us. */
    static OptionalInt consumers(Connection connection, String queue) throws IOException {
        try (Channel asking = connection.createChannel()) {
            return OptionalInt.of(asking.queueDeclarePassive(queue).getConsumerCount());
        } catch (TimeoutException e) {
            throw new IOException(e);
        } catch (IOException e) {
            if (isOfTheChannel(e)) {
                return OptionalInt.empty();
            }
            throw e;
        }
    }

    /** Whether the broker refused what was asked for, and ended the channel alone. */
    static boolean isOfTheChannel(IOException failure) {
        return failure.getCause() instanceof ShutdownSignalException signal && !signal.isHardError();
    }
}
