package dev.xeocontext.kit.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
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
 * A connection to the broker for as long as the service runs: one that breaks, or whose use is no longer as it was set
 * up, is given up and made anew. Everything that blocks happens on a thread of its own.
 */
public final class BrokerLink {

    /** What a connection is for. Called on the link's thread; whatever fails makes it begin anew. */
    public interface Use {

        /** Sets up what is wanted. */
        void open(Connection connection) throws IOException;

        /** Fails when something is gone: not every broker tells a consumer that its queue was deleted. */
        void check(Channel channel) throws IOException;
    }

    private static final Logger LOG = Logger.getLogger(BrokerLink.class);

    private static final int HEARTBEAT_SECONDS = 10;
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int ANSWER_TIMEOUT_MS = 20_000;

    private final String name;
    private final BrokerAddress address;
    private final Use use;
    private final ConnectionFactory factory = new ConnectionFactory();
    private final ExecutorService thread;
    private final Backoff backoff;

    private @Nullable Connection connection;
    private volatile boolean blocked;
    private volatile boolean stopped;

    /** @param name what the connection is called at the broker, and its thread here */
    public BrokerLink(String name, BrokerAddress address, Use use) {
        this.name = name;
        this.address = address;
        this.use = use;
        this.backoff = new Backoff(address.reconnectPause());
        this.thread = Executors.newSingleThreadExecutor(task -> new Thread(task, name));
    }

    public void start() {
        factory.setHost(address.host());
        factory.setPort(address.port());
        factory.setUsername(address.username());
        factory.setPassword(address.password());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setConnectionTimeout(CONNECT_TIMEOUT_MS);
        factory.setChannelRpcTimeout(ANSWER_TIMEOUT_MS);
        thread.execute(this::connect);
    }

    /** Ends the connection, and the attempts to get one. A second time does nothing. */
    public void stop() {
        if (stopped) {
            return;
        }
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

    /** Whether the broker takes nothing for now, short of memory or disk: what is sent would lie in the network. */
    public boolean blocked() {
        return blocked;
    }

    /**
     * Does something that blocks, after what was to be done before.
     *
     * @throws RejectedExecutionException once the link has stopped
     */
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /** Gives a connection up, so that everything is set up anew on another. To be called from any thread. */
    public void beginAnew(Connection broken) {
        try {
            thread.execute(() -> broken.abort(CONNECT_TIMEOUT_MS));
        } catch (RejectedExecutionException e) {
            LOG.debugf("%s: has stopped", name);
        }
    }

    private void connect() {
        try {
            Connection fresh = factory.newConnection(name);
            connection = fresh;
            blocked = false;
            fresh.addBlockedListener(this::block, () -> blocked = false);
            fresh.addShutdownListener(this::lost);
            use.open(fresh);
            backoff.reset();
            LOG.infof("%s: connected to the broker", name);
            later(address.checkInterval(), () -> check(fresh));
        } catch (IOException | TimeoutException | RuntimeException e) {
            LOG.warnf("%s: the broker is away: %s", name, e);
            if (connection == null) {
                later(backoff.next(), this::connect);
            } else {
                connection.abort(CONNECT_TIMEOUT_MS);
            }
        }
    }

    private void block(String reason) {
        LOG.warnf("%s: the broker takes nothing for now: %s", name, reason);
        blocked = true;
    }

    private void lost(ShutdownSignalException reason) {
        if (!stopped) {
            LOG.warnf("%s: the broker is gone: %s", name, reason.getMessage());
            later(backoff.next(), () -> {
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

    /** A broker that takes nothing would not answer either. */
    private void check(Connection watched) {
        if (!watched.isOpen()) {
            return;
        }
        if (blocked) {
            later(address.checkInterval(), () -> check(watched));
            return;
        }
        try (Channel channel = watched.createChannel()) {
            use.check(channel);
            later(address.checkInterval(), () -> check(watched));
        } catch (IOException | TimeoutException | RuntimeException e) {
            LOG.warnf("%s: beginning anew with the broker: %s", name, e);
            watched.abort(CONNECT_TIMEOUT_MS);
        }
    }
}
