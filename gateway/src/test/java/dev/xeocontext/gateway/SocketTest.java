package dev.xeocontext.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.netty.DisposableServer;

class SocketTest {

    private static final DisposableServer SERVICES = FakeServices.start();
    private static Front front;

    @BeforeAll
    static void open() {
        front = Front.of(SERVICES.port(), null);
    }

    @AfterAll
    static void close() {
        front.close();
        SERVICES.disposeNow();
    }

    @Test
    void passesThroughWithoutATokenAndAgreesOnTheProtocol() throws InterruptedException {
        Heard heard = new Heard();
        WebSocket socket = connect(heard);
        assertThat(socket.getSubprotocol()).isEqualTo("xeo.sync.v1");
        socket.sendText("hello", true).join();
        assertThat(heard.next()).isEqualTo("size 5");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        assertThat(heard.next()).isEqualTo("closed 1000");
    }

    @Test
    void letsAnOversizedFrameReachTheServiceWhichCloses() throws InterruptedException {
        Heard heard = new Heard();
        WebSocket socket = connect(heard);
        int size = 1024 * 1024 + 512 * 1024;
        socket.sendText("x".repeat(size), true).join();
        assertThat(heard.next()).isEqualTo("size " + size);
        socket.sendText("close", true).join();
        assertThat(heard.next()).isEqualTo("closed 4413");
    }

    @Test
    void putsNoMessageTogetherAndLosesNoPartOfOne() throws InterruptedException {
        Heard heard = new Heard();
        WebSocket socket = connect(heard);
        socket.sendText("hel", false).join();
        socket.sendPing(ByteBuffer.allocate(0)).join();
        socket.sendText("lo", true).join();
        assertThat(List.of(Objects.requireNonNull(heard.next()), Objects.requireNonNull(heard.next())))
                .containsExactlyInAnyOrder("pong", "size 5");
        socket.abort();
    }

    @Test
    void keepsTheOrderOfManyMessages() throws InterruptedException {
        Heard heard = new Heard();
        WebSocket socket = connect(heard);
        int messages = 300;
        for (int size = 1; size <= messages; size++) {
            socket.sendText("x".repeat(size * 100), true).join();
        }
        for (int size = 1; size <= messages; size++) {
            assertThat(heard.next()).isEqualTo("size " + size * 100);
        }
        socket.abort();
    }

    @Test
    void agreesOnWhatTheServiceChose() {
        WebSocket socket = front.http()
                .newWebSocketBuilder()
                .subprotocols("xeo.sync.v2", "xeo.sync.v1")
                .buildAsync(front.uri("ws", "/v1/sync"), new Heard())
                .join();
        assertThat(socket.getSubprotocol()).isEqualTo("xeo.sync.v1");
        socket.abort();
    }

    @Test
    void passesOnAQueryAsItIs() throws InterruptedException {
        Heard heard = new Heard();
        WebSocket socket = front.http()
                .newWebSocketBuilder()
                .subprotocols("xeo.sync.v1")
                .buildAsync(front.uri("ws", "/v1/sync?a[0]=%C3%A4"), heard)
                .join();
        socket.sendText("hello", true).join();
        assertThat(heard.next()).isEqualTo("size 5");
        socket.abort();
        assertThat(front.get("/v1/sync/pull?a[0]=%C3%A4&b=%5B").text("uri"))
                .isEqualTo("/v1/sync/pull?a[0]=%C3%A4&b=%5B");
    }

    /** By it, a service knows pages of its own site. */
    @Test
    void passesOnTheHostThatWasAsked() throws InterruptedException {
        Heard heard = new Heard();
        WebSocket socket = connect(heard);
        socket.sendText("host", true).join();
        assertThat(heard.next()).isEqualTo(front.uri("ws", "/").getAuthority());
        socket.abort();
    }

    @Test
    void tellsADeviceThatItsServiceBroke() throws InterruptedException {
        Heard heard = new Heard();
        WebSocket socket = connect(heard);
        socket.sendText("break", true).join();
        assertThat(heard.next()).isEqualTo("closed 1011");
    }

    /** Phones lose their network all day; that is no error. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void makesNoFussAboutADeviceThatIsCutOff(CapturedOutput log) throws IOException, InterruptedException {
        String upgrade = """
                GET /v1/sync HTTP/1.1
                Host: localhost
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

                """.replace("\n", "\r\n");
        for (int i = 0; i < 3; i++) {
            try (Socket device = new Socket(
                    InetAddress.getLoopbackAddress(), front.uri("http", "/").getPort())) {
                device.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
                assertThat(device.getInputStream().read()).isEqualTo('H');
                device.setSoLinger(true, 0); // to close is to reset
            }
        }
        Heard heard = new Heard();
        connect(heard).sendText("close", true).join();
        assertThat(heard.next()).isEqualTo("closed 4413");
        assertThat(log.getAll()).doesNotContain("reset by peer");
    }

    private static WebSocket connect(Heard heard) {
        return front.http()
                .newWebSocketBuilder()
                .subprotocols("xeo.sync.v1")
                .buildAsync(front.uri("ws", "/v1/sync"), heard)
                .join();
    }

    /** What a socket heard, in order. */
    private static final class Heard implements WebSocket.Listener {

        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();

        @Nullable
        String next() throws InterruptedException {
            return events.poll(20, TimeUnit.SECONDS);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                events.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            events.add("pong");
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            events.add("closed " + code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            events.add("failed " + failure);
        }
    }
}
