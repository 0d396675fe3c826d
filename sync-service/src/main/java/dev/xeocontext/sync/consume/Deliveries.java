package dev.xeocontext.sync.consume;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.xeocontext.kit.broker.BrokerLink;
import dev.xeocontext.sync.log.UnreadEvent;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/** The deliveries of one channel. Their acknowledgements go to it, or nowhere once it is closed. */
final class Deliveries extends LinkedConsumer {

    private static final Logger LOG = Logger.getLogger(Deliveries.class);

    private final BrokerLink link;
    private final String queue;
    private final EventIntake<UnreadEvent> intake;

    Deliveries(BrokerLink link, Channel channel, String queue, EventIntake<UnreadEvent> intake) {
        super(link, channel, queue);
        this.link = link;
        this.queue = queue;
        this.intake = intake;
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
