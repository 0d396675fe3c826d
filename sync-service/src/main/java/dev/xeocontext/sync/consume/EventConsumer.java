package dev.xeocontext.sync.consume;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.xeocontext.contracts.event.EventRoute;
import dev.xeocontext.kit.broker.BrokerLink;
import dev.xeocontext.sync.log.CommitLanes;
import dev.xeocontext.sync.log.UnreadEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Takes events from the broker, a channel for each slot and one for each place where strays end up, for as long as the
 * service runs. Without a broker the service
 * works on, with what owners answer to pushes.
 */
@Singleton
class EventConsumer implements BrokerLink.Use {

    private static final Logger LOG = Logger.getLogger(EventConsumer.class);

    /** They are rare, and may be why the service ended when it last had them. */
    private static final int STRAYS_AT_A_TIME = 1;

    private final EventIntake<UnreadEvent> intake;
    private final EventIntake<UnreadEvent> strayIntake;
    private final Topology topology;
    private final BrokerConfig config;
    private final BrokerLink link;

    /** Those that the broker has; used on the thread of the link only. */
    private final Set<String> strayQueues = new LinkedHashSet<>();

    EventConsumer(
            EventMessages messages, CommitLanes lanes, Strays strays, DeadLetters deadLetters, BrokerConfig config) {
        this.intake = new EventIntake<>(messages::read, lanes::appendUnread, deadLetters, config.retryPause());
        this.strayIntake = new EventIntake<>(messages::read, strays::take, deadLetters, config.retryPause());
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
            consume(channel, Topology.queue(slot), config.prefetch(), intake);
        }
        strayQueues.clear();
        for (String queue : Topology.STRAYS) {
            if (Topology.consumers(connection, queue).isPresent()) {
                consumeStrays(connection, queue);
            }
        }
    }

    /** Events do not wait for these: where reading them is not allowed, they are left alone. */
    private void consumeStrays(Connection connection, String queue) throws IOException {
        try {
            consume(connection.createChannel(), queue, STRAYS_AT_A_TIME, strayIntake);
            strayQueues.add(queue);
        } catch (IOException e) {
            if (!Topology.isOfTheChannel(e)) {
                throw e;
            }
            LOG.warnf("%s is not looked into: %s", queue, e.getCause());
        }
    }

    private void consume(Channel channel, String queue, int atATime, EventIntake<UnreadEvent> taker)
            throws IOException {
        channel.basicQos(atATime);
        channel.basicConsume(queue, false, new Deliveries(link, channel, queue, taker));
    }

    @Override
    public void check(Channel channel) throws IOException {
        for (int slot = 0; slot < EventRoute.SLOTS; slot++) {
            if (topology.declare(channel, slot) == 0) {
                throw new IOException(Topology.queue(slot) + " has no consumer");
            }
        }
        for (String queue : strayQueues) {
            if (Topology.consumers(channel.getConnection(), queue).orElse(1) == 0) {
                throw new IOException(queue + " has no consumer");
            }
        }
    }
}
