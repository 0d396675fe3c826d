package dev.xeocontext.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.gateway.Front.Answer;
import dev.xeocontext.gateway.Front.RequestBody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.DisposableServer;

/** Two replicas of sync-service behind the gateway. */
class ReplicasTest {

    private final DisposableServer first = FakeServices.start();
    private final DisposableServer second = FakeServices.start();

    @AfterEach
    void stop() {
        first.disposeNow();
        second.disposeNow();
    }

    @Test
    void areAskedInTurn() {
        try (Front front = Front.ofReplicas(first.port(), second.port())) {
            assertThat(ports(front))
                    .containsExactlyInAnyOrder(first.port(), first.port(), second.port(), second.port());
        }
    }

    @Test
    void standInForOneThatIsAway() {
        try (Front front = Front.ofReplicas(AbsentServicesTest.nobodysPort(), second.port())) {
            assertThat(ports(front)).containsOnly(second.port());
            Answer pushed = front.post("/v1/sync/push", RequestBody.chunked(1_000));
            assertThat(pushed.json().path("size").asInt()).isEqualTo(1_000);
            for (int i = 0; i < 3; i++) {
                connect(front).abort();
            }
        }
    }

    @Test
    void standInForOneThatTakesAConnectionAndSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Front front = Front.ofReplicas(silent.getLocalPort(), second.port())) {
            for (int i = 0; i < 3; i++) {
                connect(front).abort();
            }
        }
    }

    private static List<Integer> ports(Front front) {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Answer answer = front.get("/v1/sync/pull?collections=todos,todo-lists&where=%7B%22a%22%3A1%7D");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text("uri"))
                    .isEqualTo("/v1/sync/pull?collections=todos,todo-lists&where=%7B%22a%22%3A1%7D");
            ports.add(answer.json().path("port").asInt());
        }
        return ports;
    }

    private static WebSocket connect(Front front) {
        return front.http()
                .newWebSocketBuilder()
                .subprotocols("xeo.sync.v1")
                .buildAsync(front.uri("ws", "/v1/sync"), new WebSocket.Listener() {})
                .join();
    }
}
