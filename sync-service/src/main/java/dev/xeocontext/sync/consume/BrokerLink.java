package dev.xeocontext.sync.consume;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the broker for as long as the service runs: one that breaks, or whose use is no longer as it was set
 * up, is given up and made anew. Everything that blocks happens on a thread of its own.
 */
public final class BrokerLink {

    /** What a connection is for. Called on the link's thread; whatever fails makes it begin anew. */
    public interface Use {

        /** Declares and consumes what is wanted. */
        void open(Connection connection) throws IOException;

        /** Fails when something is gone: not every broker tells a consumer that its queue was deleted. */
        void check(Channel channel) throws IOException;
    }

    private static final Logger LOG = Logger.getLogger(BrokerLink.class);

    private static final int HEARTBEAT_SECONDS = 10;
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final String name;
    private final BrokerConfig config;
    private final Use use;
    private final ConnectionFactory factory = new ConnectionFactory();
    private final ExecutorService thread;

    private @Nullable Connection connection;
    private volatile boolean stopped;

    /** @param name what the connection is called at the broker, and its thread here */
    public BrokerLink(String name, BrokerConfig config, Use use) {
        this.name = name;
        this.config = config;
        this.use = use;
        this.thread = Executors.newSingleThreadExecutor(task -> new Thread(task, name));
    }

    public void start() {
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

    public void stop() {
        stopped = true;
        thread.execute(() -> {
            thread.shutdown();
            if (connection != null) {
                connection.abort(CONNECT_TIMEOUT_MS);
            }
        });
    }

    public boolean stopped() {
        return stopped;
    }

    /**
     * Does something that blocks, after what was to be done before.
     *
     * @throws java.util.concurrent.RejectedExecutionException once the link has stopped
     */
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /** Gives a connection up, so that everything is set up anew on another. Blocks for a while. */
    public void abandon(Connection broken) {
        broken.abort(CONNECT_TIMEOUT_MS);
    }

    private void connect() {
        try {
            Connection fresh = factory.newConnection(name);
            connection = fresh;
            fresh.addShutdownListener(this::lost);
            use.open(fresh);
            LOG.infof("%s: connected to the broker", name);
            later(config.checkInterval(), () -> check(fresh));
        } catch (IOException | TimeoutException | RuntimeException e) {
            LOG.warnf("%s: the broker is away: %s", name, e);
            if (connection == null) {
                later(config.reconnectPause(), this::connect);
            } else {
                connection.abort(CONNECT_TIMEOUT_MS);
            }
        }
    }

    private void lost(ShutdownSignalException reason) {
        if (!stopped) {
            LOG.warnf("%s: the broker is gone: %s", name, reason.getMessage());
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

    private void check(Connection watched) {
        if (!watched.isOpen()) {
            return;
        }
        try (Channel channel = watched.createChannel()) {
            use.check(channel);
            later(config.checkInterval(), () -> check(watched));
        } catch (IOException | TimeoutException | RuntimeException e) {
            LOG.warnf("%s: beginning anew with the broker: %s", name, e);
            watched.abort(CONNECT_TIMEOUT_MS);
        }
    }
}
