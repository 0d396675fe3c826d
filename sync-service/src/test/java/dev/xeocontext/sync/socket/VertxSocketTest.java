package dev.xeocontext.sync.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.contracts.sync.CloseCode;
import dev.xeocontext.contracts.sync.Protocol;
import dev.xeocontext.sync.DeafDevice;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VertxSocketTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Together more than the buffers of an operating system hold, for both sides. */
    private static final int FRAMES = 48;

    private static final int OUTBOUND_BYTES = 1 << 18;
    private static final Duration LAST_FRAMES = Duration.ofSeconds(1);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The close frame waits behind what the device does not take, for ever. */
    @Test
    void cutsOffADeviceThatDoesNotTakeWhatItWasSentBeforeTheEnd() throws IOException {
        int port = vertx.createHttpServer(new HttpServerOptions().addWebSocketSubProtocol(Protocol.NAME))
                .requestHandler(
                        request -> request.toWebSocket().onSuccess(socket -> sendMuchAndClose(open(socket, request))))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();

        try (DeafDevice device = new DeafDevice(URI.create("http://127.0.0.1:" + port))) {
            assertThat(device.isCutOff(PATIENCE)).isTrue();
        }
    }

    private VertxSocket open(ServerWebSocket socket, HttpServerRequest request) {
        return new VertxSocket(
                socket,
                (ConnectionBase) request.connection(),
                vertx.getOrCreateContext(),
                OUTBOUND_BYTES,
                LAST_FRAMES,
                new LongAdder());
    }

    private static void sendMuchAndClose(VertxSocket socket) {
        String frame = "x".repeat(1 << 20);
        for (int i = 0; i < FRAMES; i++) {
            socket.send(frame);
        }
        socket.close(CloseCode.TOO_SLOW);
    }
}
