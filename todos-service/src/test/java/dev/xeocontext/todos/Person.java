package dev.xeocontext.todos;

import static io.restassured.RestAssured.given;

import dev.xeocontext.contracts.clock.Hlc;
import dev.xeocontext.contracts.clock.HybridClock;
import dev.xeocontext.testkit.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A user with one device, who speaks REST as the gateway passes it on, and ops as sync-service does. */
final class Person {

    private static final AtomicLong NODES = new AtomicLong(1);

    private final TestTokens tokens;
    private final HybridClock clock = new HybridClock(InstantSource.system(), NODES.getAndIncrement());

    private Person(TestTokens tokens) {
        this.tokens = tokens;
    }

    static Person somebody() {
        return new Person(TestTokens.forUser(UUID.randomUUID()));
    }

    /** The same person on another device. */
    Person onAnotherDevice() {
        return new Person(tokens.onDevice(UUID.randomUUID()));
    }

    UUID storeId() {
        return tokens.user();
    }

    Hlc now() {
        return clock.now();
    }

    RequestSpecification request() {
        return given().header("Authorization", tokens.bearer()).contentType(ContentType.JSON);
    }

    String creates(Map<String, ?> body) {
        return request()
                .body(body)
                .post("/v1/todos")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    ValidatableResponse sees(String id) {
        return request().get("/v1/todos/{id}", id).then();
    }

    ValidatableResponse pushes(List<?> ops) {
        return request()
                .body(Map.of("storeId", storeId(), "ops", ops))
                .post("/internal/v1/ops")
                .then();
    }

    /** All of them or none. */
    ValidatableResponse pushesTogether(List<?> ops) {
        return request()
                .body(Map.of("storeId", storeId(), "ops", ops, "atomic", true))
                .post("/internal/v1/ops")
                .then();
    }

    Map<String, Object> put(UUID id, Hlc hlc, Map<String, ?> fields) {
        return op("put", id, hlc, fields);
    }

    Map<String, Object> op(String kind, UUID id, Hlc hlc, @Nullable Map<String, ?> fields) {
        Map<String, Object> op = new LinkedHashMap<>();
        op.put("opId", UUID.randomUUID().toString());
        op.put("collection", "todos");
        op.put("id", id.toString());
        op.put("kind", kind);
        op.put("hlc", hlc.toString());
        if (fields != null) {
            op.put("fields", fields);
        }
        return op;
    }
}
