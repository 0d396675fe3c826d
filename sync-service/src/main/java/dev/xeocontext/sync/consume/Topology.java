package dev.xeocontext.sync.consume;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import dev.xeocontext.contracts.event.EventRoute;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What must be there at the broker. Dead letters and unrouted messages are its own matter. */
final class Topology {

    private static final String QUEUE = "sync.events.";

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
}
