package dev.xeocontext.sync.revoke;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Envelope;
import dev.xeocontext.contracts.event.EventRoute;
import dev.xeocontext.kit.broker.BrokerLink;
import dev.xeocontext.kit.time.Ids;
import dev.xeocontext.sync.consume.BrokerConfig;
import dev.xeocontext.sync.consume.LinkedConsumer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * Hears of revoked sessions from the broker, on a queue that is this replica's alone and goes with its connection: every
 * replica hears of every session. What is lost meanwhile is found by {@link RevocationPoll}, so nothing is acknowledged.
 */
@Singleton
class RevocationConsumer implements BrokerLink.Use {

    private static final Logger LOG = Logger.getLogger(RevocationConsumer.class);

    private final RevocationMessages messages;
    private final Revocations revocations;
    private final String queue;
    private final BrokerLink link;

    RevocationConsumer(RevocationMessages messages, Revocations revocations, BrokerConfig config, Ids ids) {
        this.messages = messages;
        this.revocations = revocations;
        this.queue = "sync.revoked." + ids.next();
        this.link = new BrokerLink("sync-revocations", config, this);
    }

    void start(@Observes StartupEvent started) {
        link.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        link.stop();
    }

    @Override
    public void open(Connection connection) throws IOException {
        Channel channel = connection.createChannel();
        channel.exchangeDeclare(EventRoute.EXCHANGE, BuiltinExchangeType.TOPIC, true);
        channel.queueDeclare(queue, false, true, true, null);
        channel.queueBind(queue, EventRoute.EXCHANGE, EventRoute.SESSION_REVOKED);
        channel.basicConsume(queue, true, new Deliveries(channel));
    }

    @Override
    public void check(Channel channel) throws IOException {
        if (channel.queueDeclarePassive(queue).getConsumerCount() == 0) {
            throw new IOException(queue + " has no consumer");
        }
    }

    private final class Deliveries extends LinkedConsumer {

        Deliveries(Channel channel) {
            super(link, channel, queue);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            try {
                revocations.heard(messages.read(body));
            } catch (IllegalArgumentException e) {
                LOG.errorf("A message of %s names no revoked session: %s", EventRoute.SESSION_REVOKED, e.getMessage());
            }
        }
    }
}
