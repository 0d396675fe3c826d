package dev.xeocontext.sync.consume;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import dev.xeocontext.kit.broker.BrokerLink;
import org.jboss.logging.Logger;

/** Deliveries of one channel of a link. When they end before the connection does, the link begins anew. */
public abstract class LinkedConsumer extends DefaultConsumer {

    private static final Logger LOG = Logger.getLogger(LinkedConsumer.class);

    private final BrokerLink link;
    private final String queue;

    protected LinkedConsumer(BrokerLink link, Channel channel, String queue) {
        super(channel);
        this.link = link;
        this.queue = queue;
    }

    /** The queue is gone, or moves. */
    @Override
    public final void handleCancel(String tag) {
        LOG.warnf("The broker cancelled the consumer of %s", queue);
        beginAnew();
    }

    /** The connection listens for its own end; a channel that ends alone takes it along. */
    @Override
    public final void handleShutdownSignal(String tag, ShutdownSignalException signal) {
        if (!signal.isHardError()) {
            beginAnew();
        }
    }

    private void beginAnew() {
        if (!link.stopped()) {
            link.beginAnew(getChannel().getConnection());
        }
    }
}
