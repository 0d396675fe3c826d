package dev.xeocontext.sync.consume;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.xeocontext.contracts.event.EventRoute;
import dev.xeocontext.kit.broker.BrokerLink;
import dev.xeocontext.sync.log.CommitLanes;
import dev.xeocontext.sync.log.UnreadEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/**
 * Takes events from the broker, a channel for each slot, for as long as the service runs. Without a broker the service
 * works on, with what owners answer to pushes.
 */
@Singleton
class EventConsumer implements BrokerLink.Use {

    private static final Logger LOG = Logger.getLogger(EventConsumer.class);

    private final EventIntake<UnreadEvent> intake;
    private final Topology topology;
    private final BrokerConfig config;
    private final BrokerLink link;

    EventConsumer(EventMessages messages, CommitLanes lanes, DeadLetters deadLetters, BrokerConfig config) {
        this.intake = new EventIntake<>(messages::read, lanes::appendUnread, deadLetters, config.retryPause());
        this.topology = new Topology(config.queueType());
        this.config = config;
        this.link = new BrokerLink("sync-events", config, this);
    }

    void start(@Observes StartupEvent started) {
        link.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        link.stop();
    }

    @Override
    public void open(Connection connection) throws IOException {
        for (int slot = 0; slot < EventRoute.SLOTS; slot++) {
            Channel channel = connection.createChannel();
            topology.declare(channel, slot);
            channel.basicQos(config.prefetch());
            channel.basicConsume(Topology.queue(slot), false, new Deliveries(channel, Topology.queue(slot)));
        }
    }

    @Override
    public void check(Channel channel) throws IOException {
        for (int slot = 0; slot < EventRoute.SLOTS; slot++) {
            if (topology.declare(channel, slot) == 0) {
                throw new IOException(Topology.queue(slot) + " has no consumer");
            }
        }
    }

    /** The deliveries of one channel. Their acknowledgements go to it, or nowhere once it is closed. */
    private final class Deliveries extends LinkedConsumer {

        private final String queue;

        Deliveries(Channel channel, String queue) {
            super(link, channel, queue);
            this.queue = queue;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            intake.take(queue, body, getChannel()::isOpen)
                    .subscribe()
                    .with(
                            taken -> acknowledge(envelope.getDeliveryTag()),
                            failure -> LOG.debugf("Left to the next delivery: %s", failure));
        }

        private void acknowledge(long deliveryTag) {
            try {
                link.execute(() -> acknowledgeNow(deliveryTag));
            } catch (RejectedExecutionException e) {
                LOG.debug("Left to the next delivery: the service stops");
            }
        }

        private void acknowledgeNow(long deliveryTag) {
            try {
                getChannel().basicAck(deliveryTag, false);
            } catch (IOException | ShutdownSignalException e) {
                LOG.debugf("Left to the next delivery: %s", e);
            }
        }
    }
}
