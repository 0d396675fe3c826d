package dev.xeocontext.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.xeocontext.gateway.Front.Answer;
import dev.xeocontext.gateway.Front.RequestBody;
import dev.xeocontext.testkit.TestTokens;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.DisposableServer;

class GatewayTest {

    private static final int MIB = 1024 * 1024;

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
    void passesARequestOnWithItsTokenAndQuery() {
        Answer answer = front.get("/v1/todos?status=open&q=a%20b");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("uri")).isEqualTo("/v1/todos?status=open&q=a%20b");
        assertThat(answer.text("authorization")).isEqualTo(Front.BEARER);
        assertThat(answer.header("Cache-Control")).isEqualTo("max-age=7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/users/me",
                "/v1/todos",
                "/v1/todo-lists/x",
                "/v1/sync/pull",
                "/v1/sync/welcome",
                "/v1/auth/logout"
            })
    void asksForAToken(String path) {
        Answer answer = front.send(front.request(path));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.text("code")).isEqualTo("unauthenticated");
        assertThat(answer.text("instance")).isEqualTo(path);
        assertThat(answer.text("traceId"))
                .isEqualTo(answer.header("X-Request-Id"))
                .isNotEmpty();
    }

    @Test
    void doesNotAskForASocketUpgradeOnly() {
        Answer withoutUpgrade = front.send(front.request("/v1/sync"));
        assertThat(withoutUpgrade.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/auth/register", "/v1/auth/login", "/v1/auth/refresh"})
    void letsPeopleSignInWhateverTokenTheyStillHave(String path) {
        Answer answer = front.send(front.request(path)
                .header("Authorization", "Bearer of-old")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("method")).isEqualTo("POST");
    }

    @Test
    void showsTheKeySetToAnybody() {
        assertThat(front.send(front.request("/.well-known/jwks.json")).text("uri"))
                .isEqualTo("/.well-known/jwks.json");
    }

    @Test
    void refusesTokensThatAreNotGood() {
        TestTokens good = TestTokens.forUser(UUID.randomUUID());
        assertThat(refusal("Bearer x")).isEqualTo("invalid-token");
        assertThat(refusal("Bearer a.b.c")).isEqualTo("invalid-token");
        assertThat(refusal(good.forged().bearer())).isEqualTo("invalid-token");
        assertThat(refusal(good.from("https://elsewhere.example").bearer())).isEqualTo("invalid-token");
        assertThat(refusal(good.meantFor("others").bearer())).isEqualTo("invalid-token");
        assertThat(refusal(good.expiringIn(Duration.ofMinutes(-1)).bearer())).isEqualTo("token-expired");
        assertThat(refusal(unsigned(good.token()))).isEqualTo("invalid-token");
    }

    private static String refusal(String authorization) {
        Answer answer = front.send(front.request("/v1/todos").header("Authorization", authorization));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        return answer.text("code");
    }

    /** The header {@code {"alg":"none"}}, and no signature. */
    private static String unsigned(String token) {
        return "Bearer eyJhbGciOiJub25lIn0" + token.substring(token.indexOf('.'), token.lastIndexOf('.') + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/internal/v1/ops",
                "/q/health",
                "/q/metrics",
                "/actuator",
                "/v1/internal/ops",
                "/v1",
                "/v2/todos",
                "/favicon.ico",
                "/.well-known/openid-configuration"
            })
    void hasNoRouteToWhatIsNotOffered(String path) {
        Answer answer = front.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("code")).isEqualTo("not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/todos/../../internal/v1/ops",
                "/v1/todos/%2e%2e/%2e%2e/internal/v1/ops",
                "/v1/todos%2f..%2f..%2finternal",
                "/v1/todos/..;/internal",
                "/v1/todos;x=y",
                "/v1//todos",
                "/v1/todos/%5c..",
                "/v1/todos/%00",
                "/v1/todos/%252e%252e"
            })
    void refusesPathsThatAreNotPlain(String path) {
        Answer answer = front.get(path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("invalid-parameter");
    }

    @Test
    void keepsARequestIdThatIsHarmlessAndReplacesOthers() {
        Answer kept = front.send(front.request("/v1/todos")
                .header("Authorization", Front.BEARER)
                .header("X-Request-Id", "abc-123_DEF.4"));
        assertThat(kept.text("requestId")).isEqualTo("abc-123_DEF.4").isEqualTo(kept.header("X-Request-Id"));
        Answer replaced = front.send(
                front.request("/v1/todos").header("Authorization", Front.BEARER).header("X-Request-Id", "a b<script>"));
        assertThat(replaced.text("requestId")).matches("[0-9a-f]{32}").isEqualTo(replaced.header("X-Request-Id"));
    }

    @Test
    void passesBodiesUpToTheLimit() {
        assertThat(front.post("/v1/todos", RequestBody.announced(MIB))
                        .json()
                        .path("size")
                        .asInt())
                .isEqualTo(MIB);
        assertThat(front.post("/v1/todos", RequestBody.chunked(MIB))
                        .json()
                        .path("size")
                        .asInt())
                .isEqualTo(MIB);
    }

    @Test
    void refusesLargerBodiesAnnouncedOrNot() {
        for (int size : List.of(MIB + 1, 6 * MIB)) {
            Answer announced = front.post("/v1/todos", RequestBody.announced(size));
            assertThat(announced.status()).isEqualTo(413);
            assertThat(announced.text("code")).isEqualTo("too-large");
            Answer chunked = front.post("/v1/todos", RequestBody.chunked(size));
            assertThat(chunked.status()).isEqualTo(413);
            assertThat(chunked.text("code")).isEqualTo("too-large");
        }
    }

    @Test
    void saysWhatTimeItIs() {
        for (Answer answer : List.of(front.get("/v1/todos"), front.send(front.request("/v1/todos")))) {
            Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(answer.header("Date"), Instant::from);
            assertThat(date).isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
        }
    }

    /** A refusal takes another way through the server than an answer of a service, and the next request may come before it is done. */
    @Test
    void hearsEveryRequestOfAKeptConnection() throws Exception {
        List<Callable<Void>> callers = Collections.nCopies(4, () -> {
            for (int i = 0; i < 200; i++) {
                assertThat(front.get("/v1/todos").status()).isEqualTo(200);
                assertThat(front.send(front.request("/v1/todos")).status()).isEqualTo(401);
            }
            return null;
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(callers.size())) {
            for (Future<Void> caller : threads.invokeAll(callers)) {
                caller.get();
            }
        }
    }

    @Test
    void saysWhenAServiceBreaksOff() {
        Answer answer = front.get("/v1/todos/breaks-off");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text("code")).isEqualTo("upstream-failed");
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    @Test
    void saysWhenAServiceTakesTooLong() {
        Answer answer = front.get("/v1/todos/hangs");
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.text("code")).isEqualTo("upstream-timeout");
    }

    @Test
    void isHealthyWithoutDetails() {
        Answer answer = front.send(front.request("/health"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).isEqualTo("{\"status\":\"up\"}");
    }
}
