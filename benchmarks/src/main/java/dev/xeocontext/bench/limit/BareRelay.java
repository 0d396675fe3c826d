package dev.xeocontext.bench.limit;

import dev.xeocontext.bench.client.Sockets;
import dev.xeocontext.bench.load.Arrivals;
import dev.xeocontext.bench.load.Crowd;
import dev.xeocontext.bench.load.OpenLoop;
import dev.xeocontext.bench.measure.Window;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A channel of Redis and a socket for each pair: what is published straight at Redis is sent by the bare server to the socket
 * that listens. Less cannot be done by anything that goes from one process to another by way of Redis.
 */
final class BareRelay {

    private static final int AT_ONCE = 20;
    private static final long READY_SECONDS = 10;
    private static final String CHANNEL = "bench.limit.";

    private final Sockets sockets;
    private final BareServer server;
    private final String redisUrl;

    BareRelay(Sockets sockets, BareServer server, String redisUrl) {
        this.sockets = sockets;
        this.server = server;
        this.redisUrl = redisUrl;
    }

    Limit run(int pairs, int perSecond, int bytes, Duration warmUp, Duration measured) throws InterruptedException {
        int frames = OpenLoop.acts(perSecond, warmUp, measured);
        // every frame has the one socket that listens to its channel
        var arrivals = new Arrivals(OpenLoop.acts(perSecond, warmUp, Duration.ZERO), frames, 1);
        var listeners = Crowd.each(pairs, AT_ONCE, pair -> listen(CHANNEL + pair, arrivals));
        var frame = new NumberedText(bytes);
        try (var publisher = new RedisPublisher(redisUrl)) {
            var result = OpenLoop.run(
                    pairs,
                    perSecond,
                    (pair, number, due) -> {
                        arrivals.sent(number, due);
                        return publisher.publish(CHANNEL + pair, frame.of(number));
                    },
                    warmUp,
                    measured,
                    Window.NONE);
            arrivals.awaitAll();
            return new Limit(
                    "bare Redis publish and WebSocket send",
                    result.actsPerSecond(),
                    arrivals.latency(),
                    result.failures() + arrivals.missing());
        } finally {
            listeners.forEach(BareRelay::close);
        }
    }

    private WebSocket listen(String channel, Arrivals arrivals) {
        var socket = sockets.open(server.uri("/relay"), List.of()).join();
        var ready = new CompletableFuture<Void>();
        socket.textMessageHandler(text -> {
            long at = System.nanoTime();
            if (text.equals(RedisRelay.READY)) {
                ready.complete(null);
            } else {
                arrivals.arrived(0, NumberedText.number(text), at);
            }
        });
        socket.closeHandler(nothing -> ready.completeExceptionally(new IllegalStateException("Redis is not heard")));
        socket.writeTextMessage(channel).onFailure(ready::completeExceptionally);
        ready.orTimeout(READY_SECONDS, TimeUnit.SECONDS).join();
        return socket;
    }

    private static void close(WebSocket socket) {
        var unused = socket.close();
    }
}
