package dev.xeocontext.local.stack.system;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.xeocontext.local.stack.Stack;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is wrong gets its documented problem or close code. */
@SystemTest
class RefusalTest {

    private static final String PROBLEM = "application/problem+json";

    private final Stack stack;
    private final Account anna;

    RefusalTest(Stack stack) {
        this.stack = stack;
        this.anna = Account.register(stack.url());
    }

    @Test
    void noTokenIsUnauthenticated() {
        given().baseUri(stack.url().toString())
                .get("/v1/todos")
                .then()
                .statusCode(401)
                .contentType(PROBLEM)
                .body("code", equalTo("unauthenticated"));
    }

    @Test
    void aBadTokenIsInvalid() {
        given().baseUri(stack.url().toString())
                .auth()
                .oauth2(forged())
                .get("/v1/todos")
                .then()
                .statusCode(401)
                .contentType(PROBLEM)
                .body("code", equalTo("invalid-token"));
    }

    @Test
    void aBadTokenOnTheSocketClosesIt() {
        try (var device = Device.open(stack.url())) {
            device.hello(forged(), anna);

            assertThat(device.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void talkBeforeHelloClosesTheSocket() {
        try (var device = Device.open(stack.url())) {
            device.request("subscribe", Map.of("sub", "all", "collections", List.of("todos")));

            assertThat(device.closeCode()).isIn(4400, 4401);
        }
    }

    @Test
    void aForeignRecordIsNotFound() {
        var bert = Account.register(stack.url());
        var id = anna.rest()
                .body(Map.of("title", "Mine"))
                .post("/v1/todos")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getUUID("id");

        bert.rest().get("/v1/todos/" + id).then().statusCode(404).body("code", equalTo("not-found"));
        bert.rest().delete("/v1/todos/" + id).then().statusCode(404);
        anna.rest().get("/v1/todos/" + id).then().statusCode(200).body("title", equalTo("Mine"));
    }

    @Test
    void aForeignStoreIsRefusedOnTheSocket() {
        var bert = Account.register(stack.url());
        try (var device = Device.connect(bert)) {
            var ref = device.request(
                    "push",
                    Map.of(
                            "storeId",
                            anna.userId(),
                            "ops",
                            List.of(Op.put(Op.uuid(), device.clock().now(), Map.of("title", "Yours"))
                                    .json())));

            var answer =
                    device.message(message -> ref.equals(message.path("ref").asText()), "answer");

            assertThat(answer.toString()).contains("\"foreign-store\"");
            assertThat(anna.todos()).noneMatch(todo -> "Yours".equals(todo.get("title")));
        }
    }

    @Test
    void aMalformedBodyIsAProblem() {
        anna.rest()
                .body("{\"title\":")
                .post("/v1/todos")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("code", equalTo("malformed-body"));
    }

    @Test
    void aMalformedMessageClosesTheSocket() {
        try (var device = Device.connect(anna)) {
            device.sendText("{\"type\":");

            assertThat(device.closeCode()).isEqualTo(4400);
        }
    }

    @Test
    void anOversizedFrameClosesTheSocket() {
        try (var device = Device.connect(anna)) {
            device.sendText("{\"type\":\"ping\",\"padding\":\"" + "x".repeat(1_100_000) + "\"}");

            assertThat(device.closeCode()).isEqualTo(4413);
        }
    }

    @Test
    void anUnknownMessageIsAnErrorAndTheSocketStays() {
        try (var device = Device.connect(anna)) {
            device.request("teleport", Map.of());

            var error = device.message("error");
            assertThat(error.path("problem").path("code").asText()).isEqualTo("unknown-message");
            device.send(Map.of("type", "ping", "t", 1));
            assertThat(device.message("pong").path("t").asLong()).isEqualTo(1);
        }
    }

    @Test
    void aClockOneHourAheadIsRefusedAndTheOpsBesideItGoOn() {
        try (var device = Device.connect(anna)) {
            var results = device.push(
                    Op.put(Op.uuid(), device.clock().at(Duration.ofHours(1)), Map.of("title", "Tomorrow")),
                    Op.put(Op.uuid(), device.clock().now(), Map.of("title", "Today")));

            assertThat(results.get(0).path("status").asText()).isEqualTo("rejected");
            assertThat(results.get(0).path("problem").path("code").asText()).isEqualTo("clock-skew");
            assertThat(results.get(1).path("status").asText()).isEqualTo("applied");
        }
    }

    @Test
    void anUnknownFieldIsRefused() {
        try (var device = Device.connect(anna)) {
            var result = device.push(Op.put(Op.uuid(), device.clock().now(), Map.of("colour", "red")))
                    .getFirst();

            assertThat(result.path("problem").path("code").asText()).isEqualTo("unknown-field");
        }
    }

    @Test
    void internalsAreNotRouted() {
        for (var path : List.of("/internal/v1/ops", "/q/health", "/q/metrics")) {
            given().baseUri(stack.url().toString())
                    .auth()
                    .oauth2(anna.accessToken())
                    .contentType(ContentType.JSON)
                    .body("{}")
                    .post(path)
                    .then()
                    .statusCode(404);
        }
    }

    /** A token whose signature was bent. */
    private String forged() {
        var token = anna.accessToken();
        int place = token.lastIndexOf('.') + 5;
        char bent = token.charAt(place) == 'A' ? 'B' : 'A';
        return token.substring(0, place) + bent + token.substring(place + 1);
    }
}
