package dev.xeocontext.sync.consume;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.xeocontext.contracts.event.EventRoute;
import dev.xeocontext.sync.log.CommitLanes;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes events from the broker, a channel for each slot, for as long as the service runs: a connection that breaks, or a
 * queue that is gone, makes everything be declared and consumed anew. Without a broker the service works on, with what
 * owners answer to pushes.
 */
@Singleton
class EventConsumer {

    private static final Logger LOG = Logger.getLogger(EventConsumer.class);

    private static final int HEARTBEAT_SECONDS = 10;
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final EventIntake intake;
    private final Topology topology;
    private final BrokerConfig config;
    private final ConnectionFactory factory = new ConnectionFactory();

    /** Does everything that blocks: connecting, declaring, acknowledging. */
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "broker"));

    private @Nullable Connection connection;
    private volatile boolean stopped;

    EventConsumer(EventMessages messages, CommitLanes lanes, DeadLetters deadLetters, BrokerConfig config) {
        this.intake = new EventIntake(messages::read, lanes::append, deadLetters, config.retryPause());
        this.topology = new Topology(config.queueType());
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        factory.setHost(config.host());
        factory.setPort(config.port());
        factory.setUsername(config.username());
        factory.setPassword(config.password());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setConnectionTimeout(CONNECT_TIMEOUT_MS);
        thread.execute(this::connect);
    }

    void stop(@Observes ShutdownEvent stopping) {
        stopped = true;
        thread.execute(() -> {
            thread.shutdown();
            if (connection != null) {
                connection.abort(CONNECT_TIMEOUT_MS);
            }
        });
    }

    private void connect() {
        try {
            Connection fresh = factory.newConnection("sync-service");
            connection = fresh;
            fresh.addShutdownListener(this::lost);
            for (int slot = 0; slot < EventRoute.SLOTS; slot++) {
                consume(fresh, slot);
            }
            LOG.info("Taking events from the broker");
            later(config.checkInterval(), () -> check(fresh));
        } catch (IOException | TimeoutException | RuntimeException e) {
            LOG.warnf("The broker is away: %s", e);
            if (connection == null) {
                later(config.reconnectPause(), this::connect);
            } else {
                connection.abort(CONNECT_TIMEOUT_MS);
            }
        }
    }

    private void lost(ShutdownSignalException reason) {
        if (!stopped) {
            LOG.warnf("The broker is gone: %s", reason.getMessage());
            later(config.reconnectPause(), () -> {
                connection = null;
                connect();
            });
        }
    }

    private void later(Duration pause, Runnable task) {
        if (!stopped) {
            CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, thread)
                    .execute(task);
        }
    }

    private void consume(Connection from, int slot) throws IOException {
        Channel channel = from.createChannel();
        topology.declare(channel, slot);
        channel.basicQos(config.prefetch());
        channel.basicConsume(Topology.queue(slot), false, new Deliveries(channel, Topology.queue(slot)));
    }

    /** Not every broker tells a consumer that its queue was deleted. */
    private void check(Connection watched) {
        if (!watched.isOpen()) {
            return;
        }
        try (Channel channel = watched.createChannel()) {
            for (int slot = 0; slot < EventRoute.SLOTS; slot++) {
                if (topology.declare(channel, slot) == 0) {
                    throw new IOException(Topology.queue(slot) + " has no consumer");
                }
            }
            later(config.checkInterval(), () -> check(watched));
        } catch (IOException | TimeoutException | RuntimeException e) {
            LOG.warnf("Beginning anew with the broker: %s", e);
            watched.abort(CONNECT_TIMEOUT_MS);
        }
    }

    /** The deliveries of one channel. Their acknowledgements go to it, or nowhere once it is closed. */
    private final class Deliveries extends DefaultConsumer {

        private final String queue;

        Deliveries(Channel channel, String queue) {
            super(channel);
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
                thread.execute(() -> acknowledgeNow(deliveryTag));
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

        /** The queue is gone, or moves: begin anew. */
        @Override
        public void handleCancel(String tag) {
            LOG.warnf("The broker cancelled the consumer of %s", queue);
            thread.execute(() -> getChannel().getConnection().abort(CONNECT_TIMEOUT_MS));
        }

        /** The connection listens for its own end; a channel that ends alone takes it along. */
        @Override
        public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
            if (!signal.isHardError() && !stopped) {
                thread.execute(() -> getChannel().getConnection().abort(CONNECT_TIMEOUT_MS));
            }
        }
    }
}
