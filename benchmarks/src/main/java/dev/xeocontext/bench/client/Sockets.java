package dev.xeocontext.bench.client;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Opens sockets, which share an event loop for each core: what a socket hears, it hears on one of those threads. Each shows now and then
 * that it is there, since servers hang up on who says nothing for long.
 */
public final class Sockets implements AutoCloseable {

    private static final int MOST = 100_000;
    private static final int MESSAGE_BYTES = 64 << 20;
    private static final long PING_MILLIS = TimeUnit.SECONDS.toMillis(20);

    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(Runtime.getRuntime().availableProcessors()));
    private final WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxConnections(MOST)
            .setMaxFrameSize(MESSAGE_BYTES)
            .setMaxMessageSize(MESSAGE_BYTES)
            .setConnectTimeout(Math.toIntExact(TimeUnit.SECONDS.toMillis(30)))
            .setTryUsePerMessageCompression(false));

    /** Connects; the subprotocols are those that are offered, and may be none. */
    public CompletableFuture<WebSocket> open(URI uri, List<String> subprotocols) {
        var options = new WebSocketConnectOptions()
                .setHost(uri.getHost())
                .setPort(uri.getPort())
                .setURI(uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + '?' + uri.getRawQuery())
                .setSubProtocols(subprotocols);
        return client.connect(options).onSuccess(this::keep).toCompletionStage().toCompletableFuture();
    }

    private void keep(WebSocket socket) {
        vertx.setPeriodic(PING_MILLIS, timer -> {
            if (socket.isClosed()) {
                vertx.cancelTimer(timer);
            } else {
                socket.writePing(Buffer.buffer());
            }
        });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
