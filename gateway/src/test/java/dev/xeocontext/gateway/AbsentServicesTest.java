package dev.xeocontext.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.gateway.Front.Answer;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.netty.DisposableServer;

class AbsentServicesTest {

    /** A port that was free a moment ago. */
    static int nobodysPort() {
        DisposableServer server = FakeServices.start();
        int port = server.port();
        server.disposeNow();
        return port;
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void saysAtOnceThatAServiceIsAway() {
        try (Front front = Front.of(nobodysPort(), null)) {
            Answer answer = front.get("/v1/todos");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text("code")).isEqualTo("unavailable");
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(front.send(front.request("/health")).status()).isEqualTo(200);
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void answersAnUpgradeWithAProblemWhileTheServiceIsAway() {
        try (Front front = Front.of(nobodysPort(), null)) {
            Throwable failure = front.http()
                    .newWebSocketBuilder()
                    .subprotocols("xeo.sync.v1")
                    .buildAsync(front.uri("ws", "/v1/sync"), new WebSocket.Listener() {})
                    .handle((socket, refused) -> refused)
                    .join();
            assertThat(failure.getCause()).isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
                assertThat(refused.getResponse().statusCode()).isEqualTo(503);
                assertThat(refused.getResponse().headers().firstValue("Retry-After"))
                        .isPresent();
            });
        }
    }

    @Test
    void doesNotCallATokenBadThatItCannotCheck() {
        DisposableServer services = FakeServices.start();
        try (Front front = Front.of(services.port(), "http://127.0.0.1:" + nobodysPort())) {
            Answer answer = front.get("/v1/todos");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text("code")).isEqualTo("unavailable");
        } finally {
            services.disposeNow();
        }
    }
}
