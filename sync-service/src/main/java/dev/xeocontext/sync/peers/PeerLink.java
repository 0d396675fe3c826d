package dev.xeocontext.sync.peers;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A connection for what is said on some channels, made anew whenever it breaks. Neither an open connection nor a
 * subscription that was sent shows that anything would be heard: the other end may be gone without a word, or not allow
 * it. So the link says something on a channel of its own now and then, and begins anew when it does not hear that.
 */
final class PeerLink {

    private static final Logger LOG = Logger.getLogger(PeerLink.class);

    /** Where the channel and the text stand in what Redis pushes: kind, channel, text. */
    private static final int CHANNEL = 1;

    private static final int TEXT = 2;

    private static final int MISSED_ECHOES = 3;

    private enum State {
        NEW,
        LISTENING,
        DEAF
    }

    private final Redis redis;
    private final List<String> channels;
    private final String echo;
    private final Consumer<String> heard;
    private final PeersConfig config;
    private final Vertx vertx;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private volatile boolean stopped;

    /**
     * A link that is not connected yet.
     *
     * @param echo a channel on which nobody else speaks
     * @param heard is given what is said on the other channels; must not throw
     */
    PeerLink(
            Redis redis,
            List<String> channels,
            String echo,
            Consumer<String> heard,
            PeersConfig config,
            MeterRegistry meters,
            Vertx vertx) {
        this.redis = redis;
        this.channels = new ArrayList<>(channels);
        this.channels.add(echo);
        this.echo = echo;
        this.heard = heard;
        this.config = config;
        this.vertx = vertx;
        meters.gauge("xeo.sync.peers.listening", state, now -> now.get() == State.LISTENING ? 1 : 0);
    }

    void start() {
        connect();
    }

    void stop() {
        stopped = true;
    }

    private void connect() {
        AtomicBoolean settled = new AtomicBoolean();
        long timer = vertx.setTimer(config.connectTimeout().toMillis(), ignored -> {
            if (settled.compareAndSet(false, true)) {
                tryLater("no connection came about in time");
            }
        });
        redis.connect().onComplete(result -> {
            boolean wanted = settled.compareAndSet(false, true);
            vertx.cancelTimer(timer);
            if (wanted && result.failed()) {
                tryLater(result.cause().toString());
            } else if (wanted) {
                new Ear(result.result()).open();
            } else if (result.succeeded()) {
                result.result().close();
            }
        });
    }

    private void tryLater(String reason) {
        if (stopped) {
            return;
        }
        if (state.getAndSet(State.DEAF) == State.DEAF) {
            LOG.debugf("Still no word from other replicas: %s", reason);
        } else {
            LOG.warnf("No word from other replicas, only from the database: %s", reason);
        }
        vertx.setTimer(config.reconnectPause().toMillis(), timer -> connect());
    }

    private void echoed() {
        if (state.getAndSet(State.LISTENING) == State.DEAF) {
            LOG.warn("Other replicas are heard again");
        }
    }

    /** One connection. */
    private final class Ear {

        private final RedisConnection connection;
        private final AtomicBoolean lost = new AtomicBoolean();
        private final AtomicInteger missed = new AtomicInteger();
        private final long timer;

        Ear(RedisConnection connection) {
            this.connection = connection;
            this.timer = vertx.setPeriodic(config.echo().toMillis(), tick -> speak());
        }

        void open() {
            connection.handler(this::on);
            connection.endHandler(end -> lost("the connection ended"));
            connection.exceptionHandler(failure -> lost(failure.toString()));
            Request subscribe = Request.cmd(Command.SUBSCRIBE);
            channels.forEach(subscribe::arg);
            connection.send(subscribe).onFailure(failure -> lost(failure.toString()));
            speak();
        }

        private void speak() {
            if (stopped) {
                vertx.cancelTimer(timer);
            } else if (missed.getAndIncrement() >= MISSED_ECHOES) {
                lost("it does not hear itself");
            } else {
                redis.send(Request.cmd(Command.PUBLISH).arg(echo).arg("?"))
                        .onFailure(failure -> LOG.debugf("Nothing can be said: %s", failure));
            }
        }

        private void on(Response pushed) {
            if (pushed.type() == ResponseType.ERROR) {
                lost(pushed.toString());
            } else if (isMessage(pushed)) {
                if (echo.equals(pushed.get(CHANNEL).toString())) {
                    missed.set(0);
                    echoed();
                } else {
                    heard.accept(pushed.get(TEXT).toString());
                }
            }
        }

        private static boolean isMessage(Response pushed) {
            boolean hasParts = pushed.type() == ResponseType.MULTI || pushed.type() == ResponseType.PUSH;
            return hasParts
                    && pushed.size() > TEXT
                    && "message".equals(pushed.get(0).toString());
        }

        private void lost(String reason) {
            if (lost.compareAndSet(false, true)) {
                vertx.cancelTimer(timer);
                connection.close();
                tryLater(reason);
            }
        }
    }
}
