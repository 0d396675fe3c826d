package dev.xeocontext.sync.peers;

import dev.xeocontext.sync.feed.Feeds;
import dev.xeocontext.sync.socket.Devices;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Listens to the other replicas, on a connection of its own that is made anew whenever it breaks. */
@Singleton
class PeerListener {

    private static final Logger LOG = Logger.getLogger(PeerListener.class);

    /** Where the text stands in what Redis pushes: kind, channel, text. */
    private static final int TEXT = 2;

    private final Redis redis;
    private final PeerChannels channels;
    private final Feeds feeds;
    private final Devices devices;
    private final PeersConfig config;
    private final Vertx vertx;
    private volatile boolean stopped;

    PeerListener(Redis redis, PeerChannels channels, Feeds feeds, Devices devices, PeersConfig config, Vertx vertx) {
        this.redis = redis;
        this.channels = channels;
        this.feeds = feeds;
        this.devices = devices;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        connect();
    }

    void stop(@Observes ShutdownEvent stopping) {
        stopped = true;
    }

    private void connect() {
        redis.connect().onSuccess(this::listen).onFailure(this::tryLater);
    }

    private void listen(RedisConnection connection) {
        AtomicBoolean lost = new AtomicBoolean();
        connection.handler(this::on);
        connection.endHandler(end -> lost(lost, connection, "it ended"));
        connection.exceptionHandler(failure -> lost(lost, connection, failure.toString()));
        Request subscribe = Request.cmd(Command.SUBSCRIBE);
        PeerChannels.names().forEach(subscribe::arg);
        connection.send(subscribe).onFailure(failure -> lost(lost, connection, failure.toString()));
    }

    private void lost(AtomicBoolean lost, RedisConnection connection, String reason) {
        if (lost.compareAndSet(false, true)) {
            connection.close();
            tryLater(new IllegalStateException(reason));
        }
    }

    private void tryLater(Throwable failure) {
        if (!stopped) {
            LOG.debugf("No word from other replicas: %s", failure);
            vertx.setTimer(config.reconnectPause().toMillis(), timer -> connect());
        }
    }

    private void on(Response pushed) {
        if (pushed.size() > TEXT && "message".equals(pushed.get(0).toString())) {
            PeerMessage.parse(pushed.get(TEXT).toString())
                    .filter(message -> !message.replica().equals(channels.replica()))
                    .ifPresent(this::on);
        }
    }

    private void on(PeerMessage message) {
        switch (message) {
            case PeerMessage.Moved moved -> feeds.wake(moved.storeId(), moved.head());
            case PeerMessage.Begun begun -> feeds.begun(begun.storeId(), begun.epoch());
            case PeerMessage.Arrived arrived -> devices.arrivedElsewhere(arrived.deviceId(), arrived.connectionId());
        }
    }
}
