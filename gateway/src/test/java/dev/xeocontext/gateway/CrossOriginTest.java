package dev.xeocontext.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xeocontext.gateway.Front.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.DisposableServer;

/** Pages of other origins than the gateway's. */
class CrossOriginTest {

    private static final String APP = "https://app.example";
    private static final String ALLOWED = "Access-Control-Allow-Origin";

    private static final DisposableServer SERVICES = FakeServices.start();
    private static Front front;
    private static Front configured;

    @BeforeAll
    static void open() {
        front = Front.of(SERVICES.port(), null);
        configured = Front.allowing(SERVICES.port(), APP + ",https://other.example");
    }

    @AfterAll
    static void close() {
        front.close();
        configured.close();
        SERVICES.disposeNow();
    }

    private static HttpRequest.Builder from(Front asked, String origin) {
        return asked.request("/v1/todos").header("Origin", origin).header("Authorization", Front.BEARER);
    }

    private static HttpRequest.Builder asking(Front asked, String origin) {
        return asked.request("/v1/todos")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "authorization,if-match")
                .method("OPTIONS", BodyPublishers.noBody());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:5173", "http://127.0.0.1:1", "https://localhost", "http://[::1]:3000"})
    void letsPagesOfThisMachineCallUnlessConfigured(String origin) {
        assertThat(front.send(from(front, origin)).header(ALLOWED)).isEqualTo(origin);

        Answer question = front.send(asking(front, origin));
        assertThat(question.status()).isEqualTo(200);
        assertThat(question.header(ALLOWED)).isEqualTo(origin);
        assertThat(question.header("Access-Control-Allow-Methods")).contains("PATCH");
        assertThat(question.header("Access-Control-Allow-Headers")).contains("authorization", "if-match");
    }

    @Test
    void letsPagesReadProblemsToo() {
        Answer refused = front.send(front.request("/v1/todos").header("Origin", "http://localhost:5173"));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header(ALLOWED)).isEqualTo("http://localhost:5173");
        assertThat(refused.header("Access-Control-Expose-Headers")).contains("ETag", "Retry-After");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "http://localhost.evil.example", "https://localhost@evil.example", "null"
            })
    void hidesAnswersFromOtherPages(String origin) {
        assertThat(front.send(from(front, origin)).response().headers().firstValue(ALLOWED))
                .isEmpty();

        Answer question = front.send(asking(front, origin));
        assertThat(question.status()).isEqualTo(403);
        assertThat(question.text("code")).isEqualTo("forbidden");
    }

    @Test
    void letsPagesOfConfiguredOriginsCallAndNoOthers() {
        assertThat(configured.send(from(configured, APP)).header(ALLOWED)).isEqualTo(APP);
        assertThat(configured
                        .send(from(configured, "http://localhost:5173"))
                        .response()
                        .headers()
                        .firstValue(ALLOWED))
                .isEmpty();
    }
}
